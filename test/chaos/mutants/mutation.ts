/** Changes one file of the product while a node loads it, so that the product itself needs no switch for tests. */
import { registerHooks } from 'node:module';

export type Change = readonly [from: string, to: string];

/** A node that does not contain what is to be changed does not start: a mutant that changes nothing would prove nothing. */
export function mutate(file: string, changes: readonly Change[]): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/${file}`)) return loaded;
      let source = String(loaded.source);
      for (const [from, to] of changes) {
        if (!source.includes(from)) throw new Error(`${file} does not contain ${from}`);
        source = source.replace(from, () => to);
      }
      process.stdout.write(`mutated ${file}\n`);
      return { ...loaded, source };
    },
  });
}
