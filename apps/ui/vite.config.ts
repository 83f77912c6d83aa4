import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the server mounts the application; with a context path the server writes that path before it in index.html. */
const mount = '/ui/';

const ours = /\/packages\/(contract|expressions|model)\//;

export default defineConfig(({ command, mode }) => {
  // Also when the one who builds runs under another NODE_ENV, as tests do: JSX and React would be made for development.
  if (command === 'build') process.env['NODE_ENV'] = mode;
  return {
    root: import.meta.dirname,
    base: mount,
    plugins: [react()],
    resolve: {
      conditions: ['@windhover/source', 'module', 'browser', mode === 'production' ? 'production' : 'development'],
    },
    experimental: {
      // Chunks find each other relative to themselves, so only index.html has to know the context path.
      renderBuiltUrl: (filename, { hostType }) => (hostType === 'html' ? mount + filename : { relative: true }),
    },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        // Our packages do nothing when loaded: what a page does not use is left out of its chunk.
        treeshake: { moduleSideEffects: (id) => !ours.test(id) },
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'frame',
                test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-router|router-core|history|react-query|query-core|store|react-store))\//,
              },
            ],
          },
        },
      },
    },
    server: {
      proxy: Object.fromEntries(
        ['/api', '/login', '/logout', '/oauth'].map((path) => [
          path,
          process.env['WINDHOVER_SERVER'] ?? 'http://127.0.0.1:8080',
        ]),
      ),
    },
  };
});
