/** What is released: one commit, whose version the changelog tells about, with the packages and the Node that it locks. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteNames } from '../gather-changes.ts';
import type { Source } from './provenance.ts';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

interface Manifest {
  readonly version: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** Also the commit's time, in seconds since 1970. Throws, with what to do, when the checkout at `root` cannot be released. */
export function readSource(root: string): Source & { readonly time: number } {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const { version, optionalDependencies } = JSON.parse(read('package.json')) as Manifest;
  if (git('status', '--porcelain') !== '') throw new Error('Commit what has changed first: a release is of one commit');
  if (noteNames(join(root, 'changes')).length > 0 || !hasNotes(read('CHANGELOG.md'), version)) {
    throw new Error(`CHANGELOG.md does not tell all about ${version}: gather the notes with 'npm run changelog'`);
  }
  refuseOtherPackages(JSON.parse(read('package-lock.json')), JSON.parse(read('node_modules/.package-lock.json')));
  const pinned = Object.values(optionalDependencies)[0];
  if (process.versions.node !== pinned) {
    throw new Error(
      `A release is built by Node ${pinned}, not ${process.versions.node}: start this with 'npm run release'`,
    );
  }
  return {
    version,
    commit: git('rev-parse', 'HEAD'),
    time: Number(git('log', '-1', '--format=%ct')),
    lockfileSha256: createHash('sha256').update(read('package-lock.json')).digest('hex'),
    node: process.versions.node,
    npm: execFileSync('npm', ['--version'], { cwd: root, encoding: 'utf8' }).trim(),
  };
}

/** In the form of Keep a Changelog: `## 1.2.3`, with or without brackets and date, and something below it. */
function hasNotes(changelog: string, version: string): boolean {
  const sections = changelog.split(/^## /m).slice(1);
  const own = sections.find((section) => /^\[?([^\]\s]+)/.exec(section)?.[1] === version);
  return own !== undefined && own.split('\n').slice(1).join('').trim() !== '';
}

/** npm writes down what it has installed, in the form of the lockfile. */
function refuseOtherPackages(locked: Lockfile, installed: Lockfile): void {
  const other = Object.entries(installed.packages).find(([place, { version, integrity }]) => {
    const wanted = locked.packages[place];
    return wanted?.version !== version || wanted?.integrity !== integrity;
  });
  if (other !== undefined) throw new Error(`'${other[0]}' is not what package-lock.json names: run 'npm ci' first`);
}
