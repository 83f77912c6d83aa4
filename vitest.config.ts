import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@windhover/source'] },
  ssr: { resolve: { conditions: ['@windhover/source'] } },
  test: {
    include: ['{packages,adapters,plugins,apps}/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
  },
});
