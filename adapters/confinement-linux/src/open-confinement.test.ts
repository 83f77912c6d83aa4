import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTenantKey } from '@windhover/model';
import { expect, onTestFinished, test } from 'vitest';
import { openConfinement, type ConfinementOptions } from './open-confinement.ts';

async function options(more: Partial<ConfinementOptions> = {}): Promise<ConfinementOptions> {
  const folder = await mkdtemp(join(tmpdir(), 'windhover-confinement-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return {
    isolation: 'auto',
    networks: {
      usual: 'open',
      of: async () => undefined,
      serveProxy: () => Promise.reject(new Error('No run is started')),
    },
    backends: ['bubblewrap', 'unshare'],
    bubblewrap: 'bwrap',
    searchPath: '/usr/bin:/bin',
    readOnlyPaths: [],
    hiddenPaths: [],
    ownFolder: join(folder, 'own'),
    limits: {},
    ...more,
  };
}

function asOn(platform: NodeJS.Platform): void {
  const { platform: own } = process;
  Object.defineProperty(process, 'platform', { value: platform });
  onTestFinished(() => void Object.defineProperty(process, 'platform', { value: own }));
}

test('elsewhere than on Linux scripts are plain processes, unless a sandbox is demanded', async () => {
  asOn('darwin');

  const reports = [await options(), await options({ isolation: 'sandbox' })].map((each) =>
    openConfinement(each).report(),
  );

  const reasons = ['sandboxes need Linux'];
  expect(await Promise.all(reports)).toEqual([
    { isolation: 'none', network: 'open', reasons, gaps: [] },
    { isolation: 'missing', network: 'open', reasons, gaps: [] },
  ]);
});

test('the first of those wanted that works is used', async () => {
  const without = await options({ bubblewrap: '/nowhere/bwrap' });

  expect(await openConfinement(await options()).report()).toMatchObject({ isolation: 'bubblewrap', gaps: [] });
  expect(await openConfinement(without).report()).toEqual({
    isolation: 'unshare',
    network: 'open',
    reasons: [],
    gaps: [],
  });
});

test('a failed start is tried again', async () => {
  const given = await options();
  await writeFile(given.ownFolder, 'in the way');
  const confinement = openConfinement(given);
  await expect(confinement.report()).rejects.toThrow('EEXIST');

  await rm(given.ownFolder);

  expect(await confinement.report()).toMatchObject({ isolation: 'bubblewrap' });
});

test('a program that nobody shows is told apart from one that is not there', async () => {
  const given = await options();
  const program = join(given.ownFolder, '../program');
  await writeFile(program, '', { mode: 0o755 });
  const confine = (command: string): Promise<unknown> =>
    openConfinement(given)
      .of(defaultTenantKey)
      .confine({
        command: [command],
        directory: join(given.ownFolder, '../run'),
        environment: { PATH: '/usr/bin:/bin' },
      });

  await expect(confine(program)).rejects.toThrow('is not shown in the sandbox: add its folder to');
  await expect(confine('no-such-program')).rejects.toThrow('spawn no-such-program ENOENT');
});
