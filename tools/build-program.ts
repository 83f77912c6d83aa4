/**
 * Bundles the program, so that it starts faster and holds a fifth less memory than its sources do. Run before
 * `npm start`; does nothing where a bundle of the sources as they are now is there.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { rolldown, type InputOptions, type OutputChunk, type OutputOptions, type RolldownOutput } from 'rolldown';

const bundleFolder = createRequire(import.meta.url)('../apps/cli/bin/built-program.js') as (home: string) => string;

const root = join(import.meta.dirname, '..');
const threads = join(root, 'adapters', 'store-sqlite', 'src', 'threads');
/** Bundles of other sources go this long after they were made: servers may run them yet. */
const keepMs = 3 * 24 * 3_600_000;
/** Large packages that few flows need: not bundled, but loaded when one does. */
export const requiredLater = ['date-holidays', 'ion-js'] as const;

const programInput: InputOptions = {
  input: Object.fromEntries([
    ['main', join(root, 'apps', 'cli', 'src', 'main.ts')],
    ...readdirSync(threads)
      .filter((name) => name.endsWith('-thread.ts'))
      .toSorted()
      .map((name) => [basename(name, '.ts'), join(threads, name)]),
  ]),
  platform: 'node',
  resolve: { conditionNames: ['@windhover/source', 'node'] },
  logLevel: 'silent',
};
const programOutput: OutputOptions = { format: 'esm', entryFileNames: '[name].js' };

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

/** Below the repository: what is required later is loaded from its packages. */
export async function bundleInto(folder: string): Promise<void> {
  await using bundle = await rolldown(programInput);
  await bundle.write({ dir: folder, ...programOutput });
}

/** Without comments that name files: equal sources give equal chunks, in whatever folder they lie. */
export async function bundleProgram(): Promise<readonly OutputChunk[]> {
  await using bundle = await rolldown({ ...programInput, experimental: { attachDebugInfo: 'none' } });
  return chunksOf(await bundle.generate(programOutput));
}

/** One chunk, `main.js`: a package of `requiredLater` with all that it needs. */
export async function bundleLater(name: string): Promise<OutputChunk> {
  const input = { main: createRequire(join(root, 'packages', 'expressions', 'package.json')).resolve(name) };
  const experimental = { attachDebugInfo: 'none' } as const;
  await using bundle = await rolldown({ input, platform: 'node', logLevel: 'silent', experimental });
  const [chunk] = chunksOf(await bundle.generate({ ...programOutput, format: 'cjs', codeSplitting: false }));
  return chunk!;
}

function chunksOf({ output }: RolldownOutput): readonly OutputChunk[] {
  return output.filter((part) => part.type === 'chunk');
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
