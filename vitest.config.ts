import { defineConfig } from 'vitest/config';

/** They break real processes on purpose and need the machine for themselves: after all others, and one at a time. */
const CHAOS = ['test/chaos/chaos.test.ts', 'test/chaos/mutants.test.ts'];

export default defineConfig({
  test: {
    // A process per file: a Colyseus server keeps state in module variables that a thread would share.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', ...CHAOS],
          globalSetup: ['test/support/global-setup.ts'],
          // The machines this runs on have two cores, and PostgreSQL wants its share of them: with three at a time, clocks in tests ran out.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: { name: 'chaos', include: CHAOS, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
