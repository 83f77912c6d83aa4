/** Who did what: every log over HTTP, and how one that was tampered with is found out. */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { instanceKey, type TenantKey } from '@windhover/model';
import { verifyAuditLog, type VerifyOptions } from '@windhover/services';
import { expect, test } from 'vitest';
import { admin, masterKey, startTestServer, type OwnServer } from './test-server.ts';

const types = async ({ api }: OwnServer, query: object = {}): Promise<string[]> => {
  const { results } = await api.instanceAuditLogs.search({ query: { size: 100, ...query } });
  return results.map(({ auditLog: { type, detail } }) => `${type} ${detail.resource}`);
};

const signIn = (server: OwnServer, body: object): Promise<Response> =>
  fetch(`${server.url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('users, their tokens and what they sign in to stand in the log of the instance', async () => {
  const server = await startTestServer({ tenancy: 'mixed' });
  const { api } = server;
  const user = await api.users.create({ body: { username: 'jane', password: 'Jane!1234' } });
  await api.users.patch({ id: user.id, body: { firstName: 'Jane' } });
  const { id } = await api.users.createToken({ id: user.id, body: { name: 'ci' } });
  await api.users.deleteToken({ id: user.id, tokenId: id });
  await api.users.setSuperAdmin({ id: user.id, body: { superAdmin: true } });
  const cookie = (await signIn(server, { username: 'jane', password: 'Jane!1234' })).headers.get('set-cookie')!;
  await fetch(`${server.url}/api/v1/logout`, { method: 'POST', headers: { cookie: cookie.split(';', 1)[0]! } });
  await api.users.delete({ id: user.id });

  expect((await types(server)).slice(0, 8)).toEqual([
    'DELETE USER',
    'LOGOUT USER',
    'LOGIN USER',
    'UPDATE USER',
    'DELETE TOKEN',
    'CREATE TOKEN',
    'UPDATE USER',
    'CREATE USER',
  ]);
  const oldestFirst = await api.instanceAuditLogs.search({ query: { size: 100, sort: 'date:asc' } });
  expect(oldestFirst.results.at(-1)!.auditLog.type).toBe('DELETE');
  const ofTenant = await api.forTenant('main').auditLogs.search({ query: { size: 100 } });
  expect(ofTenant.results.map(({ auditLog: { detail } }) => detail.resource)).not.toContain('USER');
  const { results } = await api.instanceAuditLogs.search({
    query: { filters: [{ field: 'details', operation: 'EQUALS', value: { id: user.id } }] },
  });
  const change = results.find(({ auditLog }) => auditLog.type === 'UPDATE' && auditLog.detail.resource === 'USER')!;
  const root = (await api.me.get()).id;
  expect(change).toMatchObject({
    auditLog: { userId: root, ipAddress: '127.0.0.1' },
    user: { username: admin.username },
  });
  const { before, after } = await api.instanceAuditLogs.diff({ id: change.auditLog.id });
  expect([JSON.parse(before!).superAdmin, JSON.parse(after!).superAdmin]).toEqual([false, true]);
  expect(`${before}${after}`).not.toContain('$argon2');
});

test('failed logins are noted, and the one that locks the account', async () => {
  const server = await startTestServer({ service: { lockOut: { threshold: 2, windowMs: 60_000, lockMs: 60_000 } } });

  for (const username of [admin.username, admin.username, 'nobody'])
    expect((await signIn(server, { username, password: 'wrong' })).status).toBe(401);

  server.advance(120_000); // the lock is over
  expect((await types(server)).slice(0, 4)).toEqual([
    'LOGIN_FAILURE USER',
    'ACCOUNT_LOCKED USER',
    'LOGIN_FAILURE USER',
    'LOGIN_FAILURE USER',
  ]);
});

test("what is no pair of name and password is refused, and is nobody's failed login", async () => {
  const server = await startTestServer();
  const authorization = `Basic ${Buffer.from(admin.username).toString('base64')}`;

  expect((await fetch(`${server.url}/api/v1/me`, { headers: { authorization } })).status).toBe(401);

  expect(await types(server)).not.toContain('LOGIN_FAILURE USER');
});

test('the log of a tenant is found by what it is about, compared, and exported', async () => {
  // Without a segment the address is the instance's
  const api = (await startTestServer({ tenancy: 'mixed' })).api.forTenant('main');
  const role = await api.roles.create({ body: { name: 'one', permissions: { FLOW: ['VIEW'] } } });
  await api.roles.update({ id: role.id, body: { name: '=two', permissions: { FLOW: ['VIEW'] } } });

  const history = await api.auditLogs.history({ detailId: role.id });
  expect(history.map(({ type, username }) => [type, username])).toEqual([
    ['UPDATE', admin.username],
    ['CREATE', admin.username],
  ]);
  const [newest, oldest] = history;
  const change = await api.auditLogs.diff({ id: newest!.id, query: { previousId: oldest!.id } });
  expect([JSON.parse(change.before!).name, JSON.parse(change.after!).name]).toEqual(['one', '=two']);
  const found = await api.auditLogs.find({ body: { resource: 'ROLE', type: 'CREATE', detail: { id: role.id } } });
  expect(found.auditLog.id).toBe(oldest!.id);
  const about = async (details: string) => (await api.auditLogs.search({ query: { details } })).total;
  expect([await about(`id:${role.id}`), await about('id:none')]).toEqual([2, 0]);
  await expect(about('none')).rejects.toMatchObject({ status: 422 });
  await expect(api.auditLogs.find({ body: { resource: 'ROCKET' } })).rejects.toMatchObject({ status: 404 });
  const csv = String(await api.auditLogs.export({ query: { resources: 'ROLE', type: 'UPDATE' } }));
  const [heading, line, rest] = csv.split('\r\n');
  expect(heading).toBe('id,tenantId,date,type,resource,userId,username,impersonatedBy,ipAddress,detail');
  expect(line).toContain(`${newest!.id},,`);
  expect(rest).toBe('');
});

test('one tenant sees nothing of the log of another, superadmins see all, also of tenants that are gone', async () => {
  const { api } = await startTestServer({ tenancy: 'explicit' });
  for (const id of ['one', 'two']) await api.tenants.create({ body: { id, name: id } });
  const role = await api.forTenant('one').roles.create({ body: { name: 'r', permissions: {} } });
  const entry = (await api.forTenant('one').auditLogs.history({ detailId: role.id }))[0]!;

  await expect(api.forTenant('two').auditLogs.diff({ id: entry.id })).rejects.toMatchObject({ status: 404 });
  expect(await api.forTenant('two').auditLogs.history({ detailId: role.id })).toEqual([]);
  await api.tenants.delete({ id: 'one' });

  const { results } = await api.instanceAuditLogs.search({
    query: { filters: [{ field: 'id', operation: 'EQUALS', value: entry.id }] },
  });
  expect(results[0]).toMatchObject({ auditLog: { tenantId: 'one', detail: { resource: 'ROLE' } } });
});

test('a refusal is noted where it was asked, and a flood of them is counted', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { api } = server;
  await api.tenants.create({ body: { id: 'dev', name: 'dev' } });
  const { id } = await api.users.create({ body: { username: 'curious', tenants: ['dev'] } });
  const { fullToken } = await api.users.createToken({ id, body: { name: 'own' } });
  const curious = server.client({ token: fullToken });
  const refused = (call: Promise<unknown>) => expect(call).rejects.toMatchObject({ status: 403 });

  for (let times = 0; times < 30; times += 1) await refused(curious.forTenant('dev').roles.search());
  await refused(curious.users.list());
  server.advance(60_000);
  await refused(curious.forTenant('dev').groups.search());

  const denied = { query: { filters: [{ field: 'type', operation: 'EQUALS', value: 'ACCESS_DENIED' } as const] } };
  const { results } = await api.forTenant('dev').auditLogs.search(denied);
  expect(results.map(({ auditLog: { userId, detail } }) => [userId, detail['permission'], detail['more']])).toEqual([
    [id, 'GROUP:LIST', undefined],
    [id, undefined, 29],
    [id, 'ROLE:LIST', undefined],
  ]);
  const above = await api.instanceAuditLogs.search({
    query: { filters: [...denied.query.filters, { field: 'q', operation: 'EQUALS', value: 'listUsers' }] },
  });
  expect(above.results).toMatchObject([{ auditLog: { userId: id, detail: { operationId: 'listUsers' } } }]);
});

test('of many different refusals only some are noted one by one', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { api } = server;
  await api.tenants.create({ body: { id: 'dev', name: 'dev' } });
  const { id } = await api.users.create({ body: { username: 'curious', tenants: ['dev'] } });
  const { fullToken } = await api.users.createToken({ id, body: { name: 'own' } });
  const { roles, groups, bindings } = server.client({ token: fullToken }).forTenant('dev');
  const thing = { id: 'x' };
  const named = { body: { name: 'x', permissions: {} } };

  const calls = [
    ...[
      roles.search(),
      roles.get(thing),
      roles.delete(thing),
      roles.create(named),
      roles.update({ ...thing, ...named }),
    ],
    ...[
      groups.search(),
      groups.get(thing),
      groups.delete(thing),
      groups.create(named),
      groups.update({ ...thing, ...named }),
    ],
    ...[bindings.get(thing), bindings.delete(thing)],
  ];
  expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
  server.advance(60_000);
  await expect(roles.search()).rejects.toMatchObject({ status: 403 });

  const denied = { field: 'type', operation: 'EQUALS', value: 'ACCESS_DENIED' } as const;
  const { results } = await api.forTenant('dev').auditLogs.search({ query: { filters: [denied], size: 100 } });
  expect(results.map(({ auditLog }) => auditLog.detail['more']).filter((more) => more !== undefined)).toEqual([2]);
  expect(results).toHaveLength(12);
});

/** As somebody with the file in hand would do it. */
function tamper(server: OwnServer, sql: string): void {
  const file = new DatabaseSync(server.databaseFile);
  file.exec(sql);
  file.close();
}

test.for([
  [
    'changed',
    "update audit_log set body = replace(body, 'two', 'six') where body like '%\"two\"%'",
    /'.*' of .* is not as it was written/,
  ],
  ['taken out', 'delete from audit_log where body like \'%"two"%\'', /does not follow the entry before it/],
  [
    'put in',
    `insert into audit_log(tenant_id, id, at, type, resource, body, previous_hash, hash)
     select tenant_id, 'forged', at, type, resource, replace(body, id, 'forged'), previous_hash, hash from audit_log
     where body like '%"two"%'`,
    /'forged' of .* does not follow the entry before it/,
  ],
  ['moved', 'update audit_log set seq = seq + 100 where body like \'%"two"%\'', /does not follow the entry before it/],
  [
    'cut off at the end',
    'delete from audit_log where seq = (select max(seq) from audit_log)',
    /newest 1 entries are missing/,
  ],
  [
    'put in',
    "insert into audit_log select null, tenant_id, 'put-in', at, type, user_id, resource, namespace, body, detail_id, hash, 'hmac:0' from audit_log where tenant_id = 'dev' order by seq desc limit 1",
    /is not as it was written/,
  ],
] as const)('an entry that was %s is found out', async ([, sql, reason]) => {
  const server = await withThreeRoles();
  expect(await verify(server)).toEqual({ kind: 'intact', entries: 4, unsealed: 0 });
  expect(await verifyAuditLog(server.deps.store, instanceKey, { masterKey })).toMatchObject({ kind: 'intact' });

  tamper(server, sql);

  expect(await verify(server)).toEqual({ kind: 'broken', reason: expect.stringMatching(reason) });
});

test('who has the database and not the key cannot write a chain that passes unseen', async () => {
  const server = await withThreeRoles();
  const known = await server.deps.store.scope(dev).audit.head();

  rechain(server, 4);
  expect(await verify(server)).toMatchObject({
    kind: 'broken',
    reason: expect.stringMatching(/was not sealed with the instance's key/),
  });
  rechain(server, 1);
  expect(await verify(server)).toEqual({ kind: 'intact', entries: 4, unsealed: 4 });
  expect(await verify(server, { known })).toMatchObject({
    kind: 'broken',
    reason: expect.stringMatching(/is not the one that was the newest/),
  });
  expect(await verify(server, { masterKey: new Uint8Array(32).fill(1) })).toMatchObject({ kind: 'intact' });
});

test('a log that was cut off together with its head is found by the head that was written down', async () => {
  const server = await withThreeRoles();
  const known = await server.deps.store.scope(dev).audit.head();
  tamper(
    server,
    `delete from audit_log where seq = (select max(seq) from audit_log where tenant_id = 'dev');
     update audit_heads set entries = entries - 1, hash =
       (select hash from audit_log where tenant_id = 'dev' order by seq desc limit 1) where tenant_id = 'dev'`,
  );

  expect(await verify(server)).toEqual({ kind: 'intact', entries: 3, unsealed: 0 });
  expect(await verify(server, { known })).toEqual({
    kind: 'broken',
    reason: '1 entries are missing that were there when the head was written down',
  });
});

test('a head that was written down is compared with the newest of the entries that were purged since', async () => {
  const server = await withThreeRoles();
  const hashes = (await server.deps.store.scope(dev).audit.chain(0, 10)).map(({ hash }) => hash);
  const nth = (count: number) => ({ entries: count, hash: hashes[count - 1]! });
  tamper(
    server,
    `delete from audit_log where tenant_id = 'dev' and hash in ('${hashes[0]}', '${hashes[1]}');
     update audit_heads set purged = 2, anchor = '${hashes[1]}' where tenant_id = 'dev'`,
  );

  expect(await verify(server, { known: nth(3) })).toEqual({ kind: 'intact', entries: 2, unsealed: 0 });
  expect(await verify(server, { known: nth(2) })).toEqual({ kind: 'intact', entries: 2, unsealed: 0 });
  expect(await verify(server, { known: { ...nth(2), hash: 'another' } })).toMatchObject({ kind: 'broken' });
  expect(await verify(server, { known: nth(1) })).toMatchObject({ kind: 'intact', isKnownPurged: true });
});

test('sealed entries are verified by nobody else, and the log of a tenant is that of no other', async () => {
  const server = await withThreeRoles();
  expect(await verify(server, { masterKey: undefined })).toMatchObject({ kind: 'broken' });
  expect(await verify(server, { masterKey: new Uint8Array(32).fill(1) })).toMatchObject({ kind: 'broken' });
  tamper(
    server,
    "update audit_log set tenant_id = 'other' where tenant_id = 'dev'; update audit_heads set tenant_id = 'other' where tenant_id = 'dev'",
  );
  expect(await verifyAuditLog(server.deps.store, 'other' as TenantKey, { masterKey })).toMatchObject({
    kind: 'broken',
  });
});

const dev = 'dev' as TenantKey;

async function withThreeRoles(): Promise<OwnServer> {
  const server = await startTestServer({ tenancy: 'mixed' });
  await server.api.tenants.create({ body: { id: 'dev', name: 'dev' } });
  for (const name of ['one', 'two', 'three'])
    await server.api.forTenant('dev').roles.create({ body: { name, permissions: {} } });
  return server;
}

function verify({ deps }: OwnServer, options: Partial<VerifyOptions> = {}): ReturnType<typeof verifyAuditLog> {
  return verifyAuditLog(deps.store, dev, { masterKey, ...options });
}

/** The chain from the entry with this number on, made anew as it would be without a key. */
function rechain(server: OwnServer, from: number): void {
  const file = new DatabaseSync(server.databaseFile);
  const rows = file.prepare("select seq, body, hash from audit_log where tenant_id = 'dev' order by seq").all();
  let previous = from === 1 ? '' : String(rows[from - 2]!['hash']);
  for (const { seq, body } of rows.slice(from - 1)) {
    const hash = createHash('sha256')
      .update(`${previous}\n${String(body)}`)
      .digest('hex');
    file.prepare('update audit_log set previous_hash = ?, hash = ? where seq = ?').run(previous, hash, Number(seq));
    previous = hash;
  }
  file.prepare("update audit_heads set hash = ? where tenant_id = 'dev'").run(previous);
  file.close();
}
