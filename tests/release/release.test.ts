/** A release as its maker makes it and its user gets it: made of a commit, verified, unpacked, started. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { aFlow, returnTask, startServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildProgramFiles, type ProgramFiles } from '../../tools/release/program-files.ts';
import { writeBaseImage } from './base-image.ts';
import { checkoutInto, commit, git, version } from './checkout.ts';

const home = mkdtempSync(join(tmpdir(), 'windhover-release-'));
const [checkout, base, key] = ['checkout', 'base', 'key'].map((name) => join(home, name)) as [string, string, string];
const released = join(checkout, 'release', `windhover-${version}`);
const archive = `windhover-${version}.tar.gz`;
const image = `windhover-${version}-linux-${process.arch}.oci.tar`;
let built: ProgramFiles;

interface Made {
  readonly code: number;
  readonly stderr: string;
}

async function makeRelease(...options: readonly string[]): Promise<Made> {
  const args = [join(checkout, 'tools', 'release.ts'), ...options];
  try {
    const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: checkout });
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as Made;
    return { code, stderr };
  }
}

function makeKey(file: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
  return readFileSync(`${file}.pub`, 'utf8');
}

/** With the commands of the manual, where the files of the release and the list of signers lie side by side. */
function verify(folder: string): void {
  const manual = readFileSync(join(checkout, 'docs', 'manual', 'installation.md'), 'utf8');
  const commands = /```sh\n(ssh-keygen -Y verify[^`]+)```/.exec(manual)?.[1];
  execFileSync('bash', ['-ec', commands!], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

function download(): string {
  const folder = mkdtempSync(join(home, 'download-'));
  cpSync(released, folder, { recursive: true });
  cpSync(join(checkout, 'release-signers'), join(folder, 'release-signers'));
  return folder;
}

function changeOneByte(file: string): void {
  const content = readFileSync(file);
  const middle = Math.floor(content.length / 2);
  content[middle] = content[middle]! ^ 1;
  writeFileSync(file, content);
}

const unpack = (file: string, folder: string): void => {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xf', file, '-C', folder, '--no-same-owner']);
};
const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

beforeAll(async () => {
  checkoutInto(checkout);
  writeFileSync(join(checkout, 'release-signers'), `windhover-release namespaces="windhover-release" ${makeKey(key)}`);
  commit(checkout);
  writeBaseImage(base);
  const [made, here] = await Promise.all([makeRelease('--key', key, '--base', base), buildProgramFiles()]);
  expect(made).toEqual({ code: 0, stderr: '' });
  built = here;
}, 180_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('what is released can be verified with the commands of the manual, and a changed byte anywhere is found', () => {
  const names = [archive, image, ...['cdx.json', 'provenance.json'].map((name) => `windhover-${version}.${name}`)];
  expect(readdirSync(released).toSorted()).toEqual([...names, 'SHA256SUMS', 'SHA256SUMS.sig'].toSorted());

  verify(download());

  for (const name of readdirSync(released)) {
    const folder = download();
    changeOneByte(join(folder, name));
    expect(() => verify(folder), name).toThrow();
    rmSync(folder, { recursive: true });
  }
});

test('a release that somebody else has signed is found', () => {
  const folder = download();
  const other = join(folder, 'other');
  makeKey(other);

  rmSync(join(folder, 'SHA256SUMS.sig'));
  execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', other, '-n', 'windhover-release', join(folder, 'SHA256SUMS')], {
    stdio: 'ignore',
  });

  expect(() => verify(folder)).toThrow();
});

test('equal sources give equal bytes, in whatever folder they lie', () => {
  const folder = join(home, 'equal');
  unpack(join(released, archive), folder);

  const files = built.files.filter(({ path }) => path !== 'CHANGELOG.md');
  const different = files.filter((file) => {
    const unpacked = join(folder, `windhover-${version}`, file.path);
    return file.kind === 'file' && !readFileSync(unpacked).equals(file.content);
  });
  expect(files.length).toBeGreaterThan(200);
  expect(different.map(({ path }) => path)).toEqual([]);
});

test('who builds the same commit without a key gets the same sums', { timeout: 180_000 }, async () => {
  const sums = (): readonly string[] => readFileSync(join(released, 'SHA256SUMS'), 'utf8').split('\n');
  const [signed, aside] = [sums(), join(home, 'aside')];
  renameSync(released, aside);

  const made = await makeRelease('--unsigned');

  const rebuilt = sums();
  rmSync(released, { recursive: true });
  renameSync(aside, released);
  expect(made).toEqual({ code: 0, stderr: '' });
  const named = (line: string): boolean => line.endsWith('.tar.gz') || line.endsWith('.cdx.json');
  expect(rebuilt.filter(named)).toEqual(signed.filter(named));
  expect(rebuilt.filter(named)).toHaveLength(2);
});

test('the archive is a whole program, for a folder without packages', async () => {
  const folder = join(home, 'installed');
  unpack(join(released, archive), folder);
  const program = join(folder, `windhover-${version}`, 'bin', 'windhover');
  const help = execFileSync(process.execPath, [program, '--help'], { encoding: 'utf8' });

  const server = await startServer({ kind: 'process', program, ui: true });
  const tasks = [returnTask("{{ fromIon('{a: 5}').a }} {{ isPublicHoliday('2026-12-25', 'FR') }}", 'answer')];
  await server.call('POST', '/flows', { body: aFlow({ id: 'rarely', namespace: 'company', tasks }) });
  const { taskRunList } = await server.call('POST', '/executions/company/rarely?wait=true');
  const page = await fetch(new URL('/ui/', server.url));

  expect(help).toContain('Usage: windhover');
  expect(taskRunList[0].outputs.value).toBe('5 true');
  expect(await page.text()).toContain('<title>Windhover');
});

test('the image starts as a user without rights, on a root that nobody can write to, without a shell', async () => {
  const [layout, root, data] = ['layout', 'root', 'data'].map((name) => join(home, name)) as [string, string, string];
  unpack(join(released, image), layout);
  const blob = (digest: string): string => join(layout, 'blobs', ...digest.split(':'));
  const index = read<{ manifests: [{ digest: string }] }>(join(layout, 'index.json'));
  const manifest = read<{ config: { digest: string }; layers: { digest: string }[] }>(blob(index.manifests[0].digest));
  const { config } = read<{ config: Config }>(blob(manifest.config.digest));
  for (const { digest } of manifest.layers) unpack(blob(digest), root);
  mkdirSync(data);

  const url = await startImage({ root, data, config });
  const health = (await (await fetch(url)).json()) as { status: string };

  expect(config.User).toBe('65532:65532');
  expect(config.Env).toContain('SSL_CERT_FILE=/etc/certs.pem');
  expect(config.Env).toContain(`WINDHOVER_COMMIT=${git(checkout, 'rev-parse', 'HEAD').trim()}`);
  expect(health.status).toBe('UP');
  expect(readdirSync(data)).toContain('database.db');
  expect(readdirSync(join(root, 'usr', 'local', 'bin'))).toEqual(['node']);
});

interface Config {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
}

/** As a container engine does with `--read-only`. Resolves to the address of its health. */
async function startImage({ root, data, config }: { root: string; data: string; config: Config }): Promise<string> {
  const [uid, gid] = config.User.split(':') as [string, string];
  const mounts = [
    '--ro-bind',
    root,
    '/',
    '--bind',
    data,
    '/data',
    '--tmpfs',
    '/tmp',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
  ];
  const user = ['--unshare-user', '--unshare-pid', '--uid', uid, '--gid', gid, '--die-with-parent'];
  const env = config.Env.flatMap((line) => ['--setenv', line.split('=')[0]!, line.slice(line.indexOf('=') + 1)]);
  const args = ['--clearenv', ...env, '--chdir', config.WorkingDir, ...config.Entrypoint, ...config.Cmd, '--port=0'];
  const child = spawn('bwrap', [...user, ...mounts, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /Management server on port (\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found.replace('0.0.0.0', '127.0.0.1'));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The image ended:\n${said}`)));
  });
}

test('the bill of materials and the licences name all that is in the program', () => {
  const bill = read<{ components: { 'bom-ref': string }[] }>(join(released, `windhover-${version}.cdx.json`));
  const refs = new Set(bill.components.map((component) => component['bom-ref'].split('|')[0]));
  const contained = built.thirdParties.map((party) => `${party.name}@${party.version}`);
  const licences = built.files.find(({ path }) => path === 'THIRD-PARTY-LICENSES.txt');
  const text = licences?.kind === 'file' ? Buffer.from(licences.content).toString() : '';

  expect(contained).toEqual(expect.arrayContaining(['fastify@5.12.8', 'react@19.3.1', 'ion-js@5.2.1']));
  expect(contained.filter((ref) => !refs.has(ref))).toEqual([]);
  expect(contained.filter((ref) => !text.includes(`\n${ref} (`))).toEqual([]);
});

test('the provenance names the commit, the lockfile, the base and every file by its hash', () => {
  const statement = read<Statement>(join(released, `windhover-${version}.provenance.json`));
  const { resolvedDependencies } = statement.predicate.buildDefinition;
  const baseIndex = read<{ manifests: [{ digest: string }] }>(join(base, 'index.json'));

  expect(statement._type).toBe('https://in-toto.io/Statement/v1');
  expect(statement.predicateType).toBe('https://slsa.dev/provenance/v1');
  const subjects = new Map(statement.subject.map(({ name, digest }) => [name, digest['sha256']]));
  for (const name of [archive, image]) expect(subjects.get(name)).toBe(sha256(readFileSync(join(released, name))));
  expect(resolvedDependencies).toEqual([
    { name: 'source', digest: { gitCommit: git(checkout, 'rev-parse', 'HEAD') } },
    { name: 'package-lock.json', digest: { sha256: sha256(readFileSync('package-lock.json')) } },
    { name: 'base image', digest: { sha256: baseIndex.manifests[0].digest.slice('sha256:'.length) } },
  ]);
});

interface Statement {
  readonly _type: string;
  readonly subject: readonly { readonly name: string; readonly digest: Readonly<Record<string, string>> }[];
  readonly predicateType: string;
  readonly predicate: { readonly buildDefinition: { readonly resolvedDependencies: readonly object[] } };
}

test(
  'nothing is released without a key that users know, from changed sources, untold, or over another release',
  { timeout: 180_000 },
  async () => {
    const stranger = join(home, 'stranger');
    makeKey(stranger);
    const over = await makeRelease('--key', key);
    const unsigned = await makeRelease();
    rmSync(released, { recursive: true });
    const missing = await makeRelease('--key', join(home, 'nowhere'));
    const unknown = await makeRelease('--key', stranger);
    writeFileSync(join(checkout, 'README.md'), 'changed');
    const changed = await makeRelease('--key', key);
    writeFileSync(join(checkout, 'changes', 'late.md'), '---\nkind: fixed\n---\nA hole.\n');
    commit(checkout);
    const late = await makeRelease('--key', key);
    rmSync(join(checkout, 'changes', 'late.md'));
    writeFileSync(join(checkout, 'CHANGELOG.md'), `# Changelog\n\n## ${version}\n\n## 0.0.9\n\n- Something.\n`);
    commit(checkout);
    const untold = await makeRelease('--key', key);

    expect(over.stderr).toContain('There is a release in');
    expect(unsigned.stderr).toContain('name the key with --key');
    expect(missing.stderr).toContain('There is no key');
    expect(unknown.stderr).toContain('Nobody could verify it');
    expect(changed.stderr).toContain('Commit what has changed first');
    for (const { stderr } of [late, untold])
      expect(stderr).toContain(`CHANGELOG.md does not tell all about ${version}`);
    const refused = [over, unsigned, missing, unknown, changed, late, untold];
    expect(refused.map(({ code }) => code)).toEqual(refused.map(() => 1));
    expect(readdirSync(join(checkout, 'release'))).toEqual([]);
  },
);
