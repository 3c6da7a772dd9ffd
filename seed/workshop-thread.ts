/** The other end of `workshop.ts`: makes a house and hands it over, never far ahead of whoever takes it. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { madeHouse, type Recipe } from './house.ts';
import { LIMITS } from './limits.ts';

if (parentPort === null) throw new Error('this is the thread of seed/workshop.ts');
const port = parentPort;
let ahead = 0;
port.on('message', (taken: number) => {
  ahead -= taken;
});

for (const made of madeHouse(workerData as Recipe)) {
  port.postMessage(
    made,
    made.blocks.map(({ bytes }) => bytes.buffer),
  );
  ahead += made.blocks.length;
  while (ahead >= LIMITS.blocksAhead) await once(port, 'message');
}
port.close();
