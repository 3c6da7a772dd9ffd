/** Loaded by a benched server before anything else: it collects its garbage when told to, so that what it holds can be read. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

// A signal that ends nothing, and that no server listens to.
process.on('SIGWINCH', () => {
  // Twice: what the first one finds to be finalised is freed by the second.
  collect();
  collect();
});
