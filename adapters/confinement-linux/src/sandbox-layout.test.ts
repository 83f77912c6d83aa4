import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isShown, sandboxLayout, type Place } from './sandbox-layout.ts';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'windhover-layout-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function layoutOf(options: Partial<Parameters<typeof sandboxLayout>[0]>): Promise<readonly Place[]> {
  return sandboxLayout({ searchPath: '', readOnlyPaths: [], hiddenPaths: [], standIns: {}, ...options });
}

test('of a place of programs what lies beside them for them is shown, and nothing else', async () => {
  const folder = await aFolder();
  for (const name of ['bin', 'lib', 'share', 'documents']) await mkdir(join(folder, name));

  const layout = await layoutOf({ searchPath: `${join(folder, 'bin')}:relative` });

  const seen = await Promise.all(
    ['bin', 'lib', 'share', 'documents', ''].map((name) => isShown(join(folder, name), layout)),
  );
  expect(seen).toEqual([true, true, false, false, false]);
});

test('what is hidden stays hidden within what is shown, whichever links lead there', async () => {
  const folder = await aFolder();
  await mkdir(join(folder, 'shown/data'), { recursive: true });
  await symlink(join(folder, 'shown'), join(folder, 'link'));

  const layout = await layoutOf({ readOnlyPaths: [join(folder, 'link')], hiddenPaths: [join(folder, 'link/data')] });

  expect(layout).toContainEqual({ kind: 'hidden', path: join(folder, 'link/data') });
  expect(await isShown(join(folder, 'link/data'), layout)).toBe(false);
});

test('what lies deeper comes later, and what is there anyway comes once', async () => {
  const folder = await aFolder();
  await mkdir(join(folder, 'a/b'), { recursive: true });

  const layout = await layoutOf({ readOnlyPaths: [join(folder, 'a/b'), join(folder, 'a')] });

  expect(layout.filter(({ path }) => path.startsWith(folder)).map(({ path }) => path)).toEqual([join(folder, 'a')]);
});

test('a program behind a link that leads elsewhere is not there', async () => {
  const folder = await aFolder();
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'program'), '');
  await symlink(join(folder, 'program'), join(folder, 'bin/program'));

  const layout = await layoutOf({ readOnlyPaths: [join(folder, 'bin')] });

  expect(await isShown(join(folder, 'bin/program'), layout)).toBe(false);
});

test('accounts and keys of the machine are never shown', async () => {
  const layout = await layoutOf({ standIns: { passwd: '/own/passwd' } });

  expect(layout).toContainEqual({ kind: 'shown', path: '/etc/passwd', source: '/own/passwd' });
  for (const path of ['/etc/shadow', '/etc/ssl/private', '/etc/ssh', '/usr/local/etc'])
    expect(await isShown(path, layout)).toBe(false);
});
