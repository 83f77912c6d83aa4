/** Backups of tenants and of whole instances, and what becomes of them at another instance. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { aFlow, fileForm, returnTask, startServer, type CommandResult, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawWorkerOf } from '../workers/raw-worker.ts';

const longest = 120_000;
const sourceKey = Buffer.alloc(32, 1).toString('base64');
const jane = { username: 'jane@example.com', password: 'Jane-12345!' };

/** What a whole run of the suite needs once: an instance with two tenants and the default one, all filled alike. */
let source: TestServer;
let token: string;
let workerToken: string;
/** Of a group that is for a tenant alone which was deleted. */
const leftOut = "Left out: worker group 'attic', whose tenants are not in the backup\n";
let provisioning: { readonly path: string; readonly token: string };
let full: string;
let ofDev: string;
const folder = mkdtempSync(join(tmpdir(), 'windhover-backups-'));

beforeAll(async () => {
  source = await startServer({
    tenancy: 'mixed',
    configuration: {
      // Where people begin; what they move to is what the suite runs on
      'kestra.repository.type': 'h2',
      'kestra.queue.type': 'h2',
      'kestra.storage.type': 'local',
      'kestra.encryption.secret-key': sourceKey,
    },
  });
  const user = await source.call('POST', '/users', { body: { username: jane.username, password: jane.password } });
  for (const tenant of ['dev', 'other']) {
    await source.call('POST', '/tenants', { body: { id: tenant, name: `The ${tenant}` } });
    await fill(tenant, user.id);
  }
  await fill('main', user.id);
  const account = await source.call('POST', '/service-accounts', { tenant: 'dev', body: { name: 'robot' } });
  ({ fullToken: token } = await source.call('POST', `/service-accounts/${account.id}/api-tokens`, {
    tenant: 'dev',
    body: { name: 'ci' },
  }));
  await source.call('POST', '/bindings', {
    tenant: 'dev',
    body: { type: 'USER', externalId: account.id, roleId: 'viewer_dev' },
  });
  const integration = { name: 'okta', type: 'SCIM', description: 'of dev' };
  const made = await source.call('POST', '/security-integrations', { tenant: 'dev', body: integration });
  provisioning = { path: new URL(made.uri).pathname.replace('/api/v1', ''), token: made.apiToken.fullToken };
  await source.call('POST', '/kill-switches', {
    body: {
      name: 'off',
      evaluationType: 'IGNORE',
      tenantId: 'dev',
      namespace: 'nowhere',
      startDate: '2030-01-01T00:00:00Z',
    },
  });
  await source.call('POST', '/tenants', { body: { id: 'gone', name: 'gone' } });
  for (const [id, allowedTenants] of [
    ['cellar', ['dev']],
    ['attic', ['gone']],
  ] as const) {
    await source.call('POST', '/instance/worker-groups', { body: { id, name: id, allowedTenants } });
  }
  await source.call('DELETE', '/tenants/gone?purge=true');
  const shown = await source.call('POST', '/instance/worker-groups/cellar/tokens', { body: { name: 'old' } });
  ({ token: workerToken } = shown);
  full = await saved(await source.run('backups', 'create', 'FULL'), 'full.kestra');
  ofDev = await saved(await source.run('backups', 'create', 'TENANT', '--tenant=dev'), 'dev.kestra');
}, longest);
afterAll(async () => {
  await source.stop();
  rmSync(folder, { recursive: true });
});

/** Every text in it names the tenant. */
async function fill(tenant: string, userId: string): Promise<void> {
  const call = (method: string, path: string, body?: unknown) =>
    source.call(method, path, { tenant, ...(body !== undefined && { body }) });
  const says = `{{ secret('KEY') | sha256 }} {{ kv('KEY') }} {{ read('file.txt') }}`;
  await call('POST', '/flows', aFlow({ id: 'says', description: `first of ${tenant}` }));
  await call('PUT', '/flows/company.team/says', aFlow({ id: 'says', tasks: [returnTask(says, tenant)] }));
  await call('POST', '/flows', aFlow({ id: 'gone' }));
  await call('DELETE', '/flows/company.team/gone');
  await call('POST', '/namespaces', { id: 'company.team', description: `namespace of ${tenant}` });
  await call('PUT', '/namespaces/company.team/kv/KEY', `"kv of ${tenant}"`);
  await call('PUT', '/namespaces/company.team/secrets', { key: 'KEY', value: `earlier secret of ${tenant}` });
  await call('PUT', '/namespaces/company.team/secrets', { key: 'KEY', value: `secret of ${tenant}` });
  await call('POST', '/namespaces/company.team/files?path=/file.txt', fileForm(`earlier file of ${tenant}`));
  await call('POST', '/namespaces/company.team/files?path=/file.txt', fileForm(`file of ${tenant}`));
  const role = await call('POST', '/roles', { name: `role of ${tenant}`, permissions: { FLOW: ['VIEW', 'LIST'] } });
  const group = await call('POST', '/groups', { name: `group of ${tenant}` });
  if (tenant !== 'main') await call('PUT', `/tenant-access/${userId}`);
  await call('PUT', `/groups/${group.id}/members/${userId}`);
  await call('POST', '/bindings', { type: 'GROUP', externalId: group.id, roleId: role.id });
}

/** Where a created backup lies. */
function placeOf(server: TestServer, { stdout }: CommandResult): string {
  const uri = /^Backup created: kestra:\/\/(\S+)$/m.exec(stdout)?.[1];
  return join(server.dataDirectory, 'data', '_instance', uri ?? stdout);
}

/** A copy that outlives its instance. */
async function saved(created: CommandResult, name: string): Promise<string> {
  expect(created).toMatchObject({ code: 0, stderr: '' });
  writeFileSync(join(folder, name), readFileSync(placeOf(source, created)));
  return join(folder, name);
}

const fresh = (): Promise<TestServer> => startServer({ tenancy: 'mixed', admin: false });

/** That the flow, run by the superadmin that came with it, finds what was said in the tenant that it was filled for. */
async function saysWhatItSaid(server: TestServer, tenant: string, filledFor = tenant): Promise<void> {
  const execution = await server.call('POST', '/executions/company.team/says?wait=true', { tenant, as: source.admin });
  const secret = createHash('sha256').update(`secret of ${filledFor}`).digest('hex');
  expect(execution.taskRunList[0].outputs.value).toBe(`${secret} kv of ${filledFor} file of ${filledFor}`);
}

describe('a backup of the instance', () => {
  test('says what it holds and where it lies, and only its owner reads it there', async () => {
    const created = await source.run('backups', 'create', 'FULL');

    expect(created).toMatchObject({ code: 0, stderr: '' });
    expect(created.stdout).toMatch(
      /^Backup summary: \[BINDING: \d+, FLOW: 3, GROUP: 3, KILL_SWITCH: 1, KV_STORE: 3, NAMESPACE: \d+, NAMESPACE_FILE: 3, ROLE: 4, SECRET: 3, SECURITY_INTEGRATION: 1, SERVICE_ACCOUNT: 2, TENANT: 2, TENANT_ACCESS: \d+, USER: 2, WORKER_GROUP: 2\]\nBackup created: kestra:\/\/\/backups\/full\/backup-\d{14}(-\d+)?\.kestra\n$/,
    );
    expect(statSync(placeOf(source, created)).mode & 0o777).toBe(0o600);
    expect(readFileSync(placeOf(source, created)).includes('secret of')).toBe(false);
    const { results } = await source.call('GET', '/auditlogs/search?resources=BACKUP');
    expect(results[0].auditLog).toMatchObject({ type: 'CREATE', detail: { kind: 'FULL', encrypted: true } });
  });

  test(
    'becomes the same instance under another key: flows run, people sign in, roles hold',
    { timeout: longest },
    async () => {
      const target = await fresh();

      const restored = await target.run('backups', 'restore', full, `--encryption-key=${sourceKey}`);

      expect(restored).toMatchObject({ code: 0, stderr: leftOut });
      expect(restored.stdout).toMatch(/^Restore summary: \[BINDING: .*\]\nBackup restored from URI: .*full\.kestra\n$/);
      const admin = source.admin;
      for (const tenant of ['main', 'dev', 'other']) {
        await saysWhatItSaid(target, tenant);
        const file = await target.request('GET', '/namespaces/company.team/files?path=/file.txt&revision=1', {
          tenant,
          as: admin,
        });
        expect(file.text).toBe(`earlier file of ${tenant}`);
        const revisions = await target.call('GET', '/flows/company.team/says/revisions', { tenant, as: admin });
        expect(revisions.map(({ revision }: { revision: number }) => revision)).toEqual([1, 2]);
        const found = await target.call('GET', '/flows/search', { tenant, as: jane });
        expect(found.results.map(({ id }: { id: string }) => id)).toEqual(['says']);
        expect((await target.request('GET', '/namespaces/company.team/secrets', { tenant, as: jane })).status).toBe(
          403,
        );
      }
      expect((await target.request('GET', '/flows/search', { tenant: 'dev', as: { token } })).status).toBe(200);
      expect((await target.request('GET', '/flows/search', { tenant: 'other', as: { token } })).status).not.toBe(200);
      const found = await target.request('GET', `${provisioning.path}/Users`, { as: provisioning });
      expect([found.status, found.json.totalResults]).toEqual([200, 2]);
      const switches = await target.call('GET', '/kill-switches/search', { as: admin });
      expect(JSON.stringify(switches)).toContain('"off"');
      // A flow that was deleted goes on with its next revision
      const again = await target.call('POST', '/flows', { tenant: 'dev', body: aFlow({ id: 'gone' }), as: admin });
      expect(again.revision).toBeGreaterThan(1);
    },
  );

  test('brings worker groups of the tenants that are in it, whose tokens go on', { timeout: longest }, async () => {
    const target = await fresh();

    const restored = await target.run('backups', 'restore', full, `--encryption-key=${sourceKey}`);

    expect(restored).toMatchObject({ code: 0, stderr: leftOut });
    expect(restored.stdout).toContain('WORKER_GROUP: 1]');
    const { workerGroups } = await target.call('GET', '/instance/worker-groups', { as: source.admin });
    expect(workerGroups).toEqual([expect.objectContaining({ id: 'cellar', allowedTenants: ['dev'] })]);
    const worker = await rawWorkerOf(target, { token: workerToken });
    expect(worker.heard[0]).toMatchObject({ group: 'cellar' });
  });

  test('is refused as a whole where a part of it is there already', { timeout: longest }, async () => {
    const before = await source.call('GET', '/tenants/search');

    const refused = await source.run('backups', 'restore', full);

    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^Nothing was restored: user 'admin@example\.com'.*tenant 'dev'.* would be met/);
    expect(await source.call('GET', '/tenants/search')).toEqual(before);
  });
});

describe('a backup of a tenant', () => {
  test('brings the tenant back once it is gone', { timeout: longest }, async () => {
    const tenant = await source.newTenant();
    const user = await source.call('GET', '/users?q=jane');
    await fill(tenant, user.results[0].id);
    const created = await source.run('backups', 'create', 'TENANT', `--tenant=${tenant}`);
    const uri = /kestra:\/\S+/.exec(created.stdout)![0];
    await source.call('DELETE', `/tenants/${tenant}?purge=true`);

    const restored = await source.run('backups', 'restore', uri);

    expect(restored).toMatchObject({ code: 0, stderr: '' });
    await saysWhatItSaid(source, tenant);
    const found = await source.call('GET', '/flows/search', { tenant, as: jane });
    expect(found.total).toBe(1);
  });

  test(
    'fills another tenant, which is made, and leaves out what is there once only',
    { timeout: longest },
    async () => {
      const restored = await source.run('backups', 'restore', ofDev, '--to-tenant=copy');

      expect(restored).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(
          /^Left out: service account 'robot', which is there already\nLeft out: service account '.*', which is there already\nLeft out: \d+ binding/,
        ),
      });
      await saysWhatItSaid(source, 'copy', 'dev');
      await saysWhatItSaid(source, 'dev');
      const bindings = await source.call('GET', '/bindings/search?size=100', { tenant: 'copy' });
      expect(JSON.stringify(bindings)).not.toContain('_dev"');
      // An account of one tenant gets nothing in another
      expect((await source.request('GET', '/flows/search', { tenant: 'dev', as: { token } })).status).toBe(200);
      expect((await source.request('GET', '/flows/search', { tenant: 'copy', as: { token } })).status).not.toBe(200);
      expect((await source.call('GET', '/security-integrations', { tenant: 'copy' })).total).toBe(0);
      // It is counted in this tenant, in which there is one more than in the others
      await source.call('POST', '/flows', { tenant: 'copy', body: aFlow({ id: 'more' }) });
      const again = await source.run('backups', 'restore', ofDev, '--to-tenant=copy');
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(/^Nothing was restored: 1 NAMESPACE in tenant 'copy', 3 FLOW in tenant 'copy'/);
    },
  );

  test('makes a tenant with an id of the default tenant, whose roles hold there', { timeout: longest }, async () => {
    const created = await source.run('backups', 'create', 'TENANT');
    const uri = /kestra:\S+/.exec(created.stdout)![0];

    const restored = await source.run('backups', 'restore', uri, '--to-tenant=named');

    expect(uri).toMatch(/^kestra:\/\/\/backups\/tenant\/main\/backup-/);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    // It is who was Admin of the default tenant that may run flows
    await saysWhatItSaid(source, 'named', 'main');
    const bindings = await source.call('GET', '/bindings/search?size=100', { tenant: 'named' });
    expect(JSON.stringify(bindings)).not.toContain('_main"');
  });

  test('leaves out who is not there at another instance', { timeout: longest }, async () => {
    const target = await startServer({ tenancy: 'mixed' });

    const restored = await target.run('backups', 'restore', ofDev, `--encryption-key=${sourceKey}`);

    expect(restored.code).toBe(0);
    expect(restored.stderr).toMatch(
      /^Left out: \d+ binding\(s\), membership\(s\) and access\(es\) of users who are not here\n$/,
    );
    const me = await target.call('GET', '/me');
    const body = { type: 'USER', externalId: me.id, roleId: 'admin_dev' };
    await target.call('PUT', `/tenant-access/${me.id}`, { tenant: 'dev' });
    await target.call('POST', '/bindings', { tenant: 'dev', body });
    await saysWhatItSaid(target, 'dev');
    expect((await target.request('GET', '/flows/search', { tenant: 'dev', as: { token } })).status).toBe(200);
  });

  test('holds nothing of any other tenant', { timeout: longest }, async () => {
    const target = await startServer({ tenancy: 'mixed' });

    await target.run('backups', 'restore', ofDev, `--encryption-key=${sourceKey}`, '--to-tenant=alone');

    const open = await target.run('backups', 'create', 'TENANT', '--tenant=alone', '--no-encryption');
    expect(open.stderr).toBe("Left out: the secrets of tenant 'alone', since the backup is not encrypted\n");
    const records = contentOf(placeOf(target, open));
    expect(records).toContain('of dev');
    for (const foreign of ['of other', 'of main', jane.username, 'secret of']) expect(records).not.toContain(foreign);
    const tenants = await target.call('GET', '/tenants/search');
    expect(tenants.results.map(({ id }: { id: string }) => id)).toEqual(['alone']);
  });

  test('holds only the kinds of things that are asked for', async () => {
    const some = await source.run('backups', 'create', 'TENANT', '--tenant=dev', '--resources=FLOW, KV_STORE');
    const none = await source.run('backups', 'create', 'TENANT', '--tenant=dev', '--resources=FLOWS');

    expect(some.stdout).toMatch(/^Backup summary: \[FLOW: 1, KV_STORE: 1\]\n/);
    expect(none).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining("'FLOWS' is none of the") });
  });
});

describe('nothing is written', () => {
  let target: TestServer;
  beforeAll(async () => {
    target = await fresh();
  }, longest);
  afterAll(() => target.stop());

  async function isUntouched(): Promise<void> {
    const { stdout } = await target.run('backups', 'create', 'FULL', '--no-encryption');
    expect(stdout).toMatch(/^Backup summary: \[\]\n/);
  }

  test('by a dry run, which says what would be', async () => {
    const tried = await target.run('backups', 'restore', full, `--encryption-key=${sourceKey}`, '--dry-run');

    expect(tried).toMatchObject({ code: 0, stderr: leftOut });
    expect(tried.stdout).toMatch(/^Restore summary: \[.*FLOW: 3.*\]\nNothing was restored: this was a dry run\n$/);
    await isUntouched();
  });

  test('with a wrong key', async () => {
    const own = await target.run('backups', 'restore', full);
    const another = await target.run(
      'backups',
      'restore',
      full,
      `--encryption-key=${Buffer.alloc(32, 2).toString('base64')}`,
    );
    const noKey = await target.run('backups', 'restore', full, '--encryption-key=short');

    for (const { code, stderr } of [own, another]) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Nothing was restored: the key does not open it/);
    }
    const open = await source.run('backups', 'create', 'FULL', '--no-encryption');
    const replaced = await target.run('backups', 'restore', placeOf(source, open), `--encryption-key=${sourceKey}`);
    expect(replaced.stderr).toMatch(/^Nothing was restored: a key was given, and it is not encrypted/);
    expect(noKey.stderr).toMatch(/^Nothing was restored: it was encrypted with the key of its instance/);
    await isUntouched();
  });

  test('from a file that was changed, cut off, or is none', async () => {
    const bytes = readFileSync(full);
    const changed = Buffer.from(bytes);
    changed[bytes.length >> 1]! ^= 1;
    const cases: readonly (readonly [Uint8Array, RegExp])[] = [
      [changed, /the backup is damaged: its checksum/],
      [bytes.subarray(0, -100), /the backup is damaged: its checksum/],
      [Buffer.from('id: flow\n'), /the file is no backup of Windhover/],
      [
        Buffer.from(bytes.toString('latin1').replace('"windhoverBackup":1', '"windhoverBackup":2'), 'latin1'),
        /format 2/,
      ],
    ];
    for (const [content, message] of cases) {
      const file = join(folder, 'broken.kestra');
      writeFileSync(file, content);
      const { code, stderr } = await target.run('backups', 'restore', file, `--encryption-key=${sourceKey}`);
      expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
    }
    const absent = await target.run('backups', 'restore', 'kestra:///backups/full/../../dev/file');
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Backup '.*' does not exist/) });
    await isUntouched();
  });
});

test('a key of its own opens a backup anywhere, and no other does', { timeout: longest }, async () => {
  const created = await source.run('backups', 'create', 'TENANT', '--tenant=dev', '--encryption-key=correct horse');
  const file = placeOf(source, created);
  const restore = (...args: string[]) =>
    source.run('backups', 'restore', file, '--to-tenant=keyed', '--dry-run', ...args);

  expect((await restore()).stderr).toMatch(/^Nothing was restored: it was encrypted with a key of its own/);
  expect((await restore('--encryption-key=battery staple')).stderr).toMatch(/the key does not open it/);
  expect(await restore('--encryption-key=correct horse')).toMatchObject({ code: 0 });
});

test('what exclude each other is wrong usage', async () => {
  for (const args of [['FULL', '--tenant=dev'], ['TENANT', '--no-encryption', '--encryption-key=x'], ['HALF']])
    expect((await source.run('backups', 'create', ...args)).code).toBe(2);
});

/** Of a backup that is not encrypted: its records, as text. */
function contentOf(file: string): string {
  const bytes = readFileSync(file);
  const pieces: Buffer[] = [];
  let at = bytes.indexOf('\n') + 1;
  for (let isLast = false; !isLast;) {
    isLast = bytes[at] === 1;
    const length = bytes.readUInt32BE(at + 1);
    pieces.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return gunzipSync(Buffer.concat(pieces)).toString();
}
