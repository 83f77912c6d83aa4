/** A copy of the repository in which each check can be removed while tests run, by its number. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findChecks, type Check, type Wrap } from './find-checks.ts';

const guarded = [
  'packages/contract/src/**/*.ts',
  'packages/services/src/**/*.ts',
  'packages/server/src/**/*.ts',
  'packages/runtime/src/**/*.ts',
  'packages/sql/src/**/*.ts',
  'adapters/store-{sqlite,postgres}/src/**/*.ts',
];

/** Answers the checks by their number, armed in the copy: there `removedCheck(n)`, a global of the tests, removes one. */
export function armSources(root: string, copy: string): readonly Check[] {
  copyRepository(root, copy);
  const checks: Check[] = [];
  for (const file of guarded.flatMap((pattern) => globSync(pattern, { cwd: copy })).toSorted()) {
    if (file.endsWith('.test.ts') || file.includes('/testing/')) continue;
    const source = readFileSync(join(copy, file), 'utf8');
    const wraps = findChecks(file, source);
    if (wraps.length > 0) writeFileSync(join(copy, file), arm(source, wraps, checks.length));
    checks.push(...wraps.map(({ check }) => check));
  }
  return checks;
}

function arm(source: string, wraps: readonly Wrap[], firstNumber: number): string {
  const inserts = wraps.flatMap(({ start, end, before, after }, index) => [
    // What encloses comes first on the left and last on the right
    { at: start, order: index, text: before(`globalThis.removedCheck?.(${firstNumber + index})`) },
    { at: end, order: -wraps.length - index, text: after },
  ]);
  let text = source;
  for (const insert of inserts.toSorted((one, other) => other.at - one.at || other.order - one.order))
    text = text.slice(0, insert.at) + insert.text + text.slice(insert.at);
  return text;
}

function copyRepository(root: string, copy: string): void {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  for (const file of listed.split('\n').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(copy, file), { verbatimSymlinks: true });
  }
  for (const folder of ['.', 'apps/cli', 'apps/ui']) linkModules(join(root, folder), join(copy, folder));
}

/** Ours lead into the copy, the others are shared. */
function linkModules(from: string, to: string): void {
  const modules = join(from, 'node_modules');
  if (!existsSync(modules)) return;
  mkdirSync(join(to, 'node_modules'));
  for (const name of readdirSync(modules).filter((entry) => entry !== '@windhover' && entry !== '.vite'))
    symlinkSync(join(modules, name), join(to, 'node_modules', name));
  if (existsSync(join(modules, '@windhover')))
    cpSync(join(modules, '@windhover'), join(to, 'node_modules/@windhover'), {
      recursive: true,
      verbatimSymlinks: true,
    });
}
