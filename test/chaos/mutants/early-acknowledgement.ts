import { mutate } from './mutation.ts';

/** Bidders are told what was decided before it is committed. */
mutate('rooms/settler.ts', [
  ['this.#announce(owned, settled);\n  }', '}'],
  ['return settled.writes;', 'this.#announce(owned, settled);\n        return settled.writes;'],
]);
