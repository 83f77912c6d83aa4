import { defineConfig } from 'vitest/config';

const conditions = ['@windhover/source'];
const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};
// Threads and processes that tests start resolve our packages to their sources too.
const execArgv = conditions.map((name) => `--conditions=${name}`);
const exclude = ['**/node_modules/**', '**/dist/**'];
// A running server from outside: its processes and a browser share the machine.
const outside = { exclude, execArgv, testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ['default', './tools/count-reporter.ts'],
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: [
            '{packages,adapters,plugins,apps}/**/*.test.{ts,tsx}',
            'tools/**/*.test.ts',
            'examples/**/*.test.ts',
          ],
          exclude,
          execArgv,
          // Some start processes, on machines that do other things at the same time
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...shared,
        test: { ...outside, name: 'outside', include: ['tests/**/*.test.ts'], sequence: { groupOrder: 1 } },
      },
      {
        ...shared,
        test: {
          ...outside,
          // Whatever starts a server, once more. Of the rest, `cluster` is on PostgreSQL anyway, `runtime` reaches the engine
          // below the store, and a browser sees the API alone, which is tested here.
          name: 'outside-postgres',
          include: [
            'tests/{api,conformance,crash,isolation,password-reset,single-sign-on,workers}/**/*.test.ts',
            'tests/runtime/waiting.test.ts',
          ],
          env: { WINDHOVER_TEST_STORE: 'postgres' },
          globalSetup: ['adapters/store-postgres/src/testing/run-postgres.ts'],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
