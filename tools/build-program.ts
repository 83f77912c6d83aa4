/**
 * Bundles the program, so that it starts faster and holds a fifth less memory than its sources do. Run before
 * `npm start`; does nothing where a bundle of the sources as they are now is there.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

const bundleFolder = createRequire(import.meta.url)('../apps/cli/bin/built-program.js') as (home: string) => string;

const root = join(import.meta.dirname, '..');
const threads = join(root, 'adapters', 'store-sqlite', 'src', 'threads');
/** Bundles of other sources go this long after they were made: servers may run them yet. */
const keepMs = 3 * 24 * 3_600_000;

if (import.meta.main) {
  const startedAt = performance.now();
  if (await buildProgram())
    console.log(`Built the program in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Resolves to false where there is nothing to do. */
export async function buildProgram(): Promise<boolean> {
  const folder = bundleFolder(join(root, 'apps', 'cli'));
  if (existsSync(folder)) return false;
  const bundles = dirname(folder);
  mkdirSync(bundles, { recursive: true });
  removeOld(bundles);
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    await bundleInto(unfinished);
    publish(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return true;
}

/** Below the repository: large dependencies that few need are loaded from its packages when they are wanted. */
export async function bundleInto(folder: string): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries([
      ['main', join(root, 'apps', 'cli', 'src', 'main.ts')],
      ...readdirSync(threads)
        .filter((name) => name.endsWith('-thread.ts'))
        .map((name) => [basename(name, '.ts'), join(threads, name)]),
    ]),
    platform: 'node',
    resolve: { conditionNames: ['@windhover/source', 'node'] },
    logLevel: 'silent',
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js' });
  await bundle.close();
}

/** Of two that bundle the same sources at once, the first gives its bundle to both. */
function publish(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function removeOld(bundles: string): void {
  for (const name of readdirSync(bundles).filter((found) => found.startsWith('program-'))) {
    const path = join(bundles, name);
    if (statSync(path).mtimeMs < Date.now() - keepMs) rmSync(path, { recursive: true, force: true });
  }
}
