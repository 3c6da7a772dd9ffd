import { defineConfig } from 'vitest/config';

/** Minutes of breaking things on purpose: for whoever asks for it, with CHAOS=on. */
const LONG = process.env.CHAOS === 'on' ? [] : ['test/chaos/chaos.test.ts', 'test/chaos/mutants.test.ts'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...LONG],
    globalSetup: ['test/support/global-setup.ts'],
    // A process per file: a Colyseus server keeps state in module variables that a thread would share.
    pool: 'forks',
    // The machines this runs on have two cores, and PostgreSQL wants its share of them.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
