import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { callFilter } from './call-filter.ts';
import { startFiltered, type FilterLoader } from './filter-loader.ts';

const filter = callFilter();

/** Whether what is installed here can. */
function isHere(loader: FilterLoader): boolean {
  if (filter === undefined) return false;
  const { stdout } = spawnSync(loader, ['--help'], { encoding: 'utf8' });
  return (stdout ?? '').includes(loader === 'setpriv' ? '--seccomp-filter' : 'perl');
}

/** How many filters a process has whose status this is. */
function filtersIn(status: string): number {
  return Number(/^Seccomp_filters:\t(\d+)$/m.exec(status)?.[1]);
}

describe.each<FilterLoader>(['setpriv', 'perl'])('%s', (loader) => {
  test.runIf(isHere(loader))('loads the filter for what it starts', async () => {
    const line = startFiltered(loader, 'setpriv --no-new-privs', 'cat /proc/self/status');

    const child = spawn('/bin/sh', ['-c', line], { stdio: ['ignore', 'pipe', 'inherit', 'ignore', 'pipe'] });
    (child.stdio[4] as Writable).end(filter);

    const own = filtersIn(readFileSync('/proc/self/status', 'utf8'));
    expect(filtersIn(await text(child.stdout as Readable))).toBe(own + 1);
  });
});
