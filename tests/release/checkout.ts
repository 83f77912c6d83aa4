/** A checkout of its own, at a commit of the sources as they are now, with the packages of this one. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const left = new Set(['.git', '.cache', 'node_modules', 'dist', 'data']);
/** In `node_modules`, by what runs in it. */
const written = new Set(['.cache', '.vite', '.vite-temp', '.vitest-cache']);

export const version = '0.1.0';

/** Into an empty folder. Its changelog tells all about `version`. */
export function checkoutInto(folder: string): void {
  const filter = (path: string): boolean => !left.has(basename(path)) && path !== join(root, 'release');
  cpSync(root, folder, { recursive: true, filter });
  for (const home of ['.', 'apps/cli', 'apps/ui']) linkPackages(join(root, home), join(folder, home));
  // Right after a release there is no other one
  writeFileSync(join(folder, 'changes', 'of-this-test.md'), '---\nkind: added\n---\nA test.\n');
  execFileSync(process.execPath, [join(folder, 'tools', 'gather-changes.ts')], { stdio: 'ignore' });
  git(folder, 'init', '--quiet');
  commit(folder);
}

export function commit(folder: string): void {
  const date = '2026-11-30T12:00:00Z';
  git(folder, 'add', '--all');
  const settings = ['user.name=Test', 'user.email=test@example.com', 'commit.gpgsign=false'].flatMap((set) => [
    '-c',
    set,
  ]);
  execFileSync('git', [...settings, 'commit', '-qm', 'release'], {
    cwd: folder,
    env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}

export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
}

/**
 * Those of others, without another copy of them; ours are the checkout's own. They lie in it as in any checkout: a bundler names
 * and orders modules by where they really are.
 */
function linkPackages(from: string, to: string): void {
  const packages = join(to, 'node_modules');
  mkdirSync(packages);
  const sources = readdirSync(join(from, 'node_modules'))
    .filter((name) => !written.has(name))
    .map((name) => join(from, 'node_modules', name));
  const copy = (how: string): unknown =>
    execFileSync('cp', [how, '--target-directory', packages, ...sources], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    copy('-al');
  } catch {
    copy('-a'); // another file system
  }
}
