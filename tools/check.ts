/** `npm run check`: all that must hold before a commit, cheapest first. `--full` (`npm run check:full`) adds `tests/`. */
import { spawnSync } from 'node:child_process';

const full = process.argv.includes('--full');

const steps: readonly (readonly [what: string, command: string])[] = [
  ['lockfile', 'node tools/complete-lockfile.mjs --check'],
  ['format', 'oxfmt --check'],
  ['lint', 'oxlint --deny-warnings'],
  ['types', 'tsc -p tsconfig.json'],
  ['types of the UI', 'tsc -p apps/ui/tsconfig.json'],
  ['layers', 'node tools/check-layers.ts'],
  ['dead code', 'knip'],
  ['documents', 'node --conditions=@windhover/source tools/check-docs.ts'],
  ['packages', 'npm run --silent build && node tools/check-packages.ts'],
  ['UI', 'npm run --silent build:ui -- -- --logLevel warn && node tools/check-ui-size.ts'],
  ['tests', full ? 'vitest run' : 'vitest run --project unit'],
];

const failed: string[] = [];
for (const [what, command] of steps) {
  const startedAt = Date.now();
  console.log(`\n— ${what}: ${command}`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  console.log(`  ${status === 0 ? 'ok' : 'FAILED'} after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  if (status !== 0) failed.push(what);
}
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
