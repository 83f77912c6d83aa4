import { BackendUnavailable, type TenantKey } from '@windhover/model';
import { secretBackendContract } from '@windhover/ports/contract-tests';
import { startVault, type VaultServer } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';
import { openVault } from './open-vault.ts';
import { readVaultSettings, type VaultSettings } from './vault-settings.ts';

const once = { attempts: 1, delayMs: 0, maxDelayMs: undefined, multiplier: 1 };
const dev = 'dev' as TenantKey;

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

secretBackendContract('secrets in Vault', async () => {
  const vault = await startVault();
  stops.push(() => vault.stop());
  return openVault({ settings: settingsOf({ address: vault.url, token: { token: vault.rootToken } }), retries: once });
});

test('a secret lies below the engine, the prefix, the tenant and its namespace', async () => {
  const vault = await startVault({ mount: 'team/kv' });
  const backend = openVault({
    settings: settingsOf({
      address: vault.url,
      rootEngine: 'team/kv',
      secretPathPrefix: 'windhover',
      token: { token: vault.rootToken },
    }),
    retries: once,
  });

  await backend.open('dev~2' as TenantKey).put({ namespace: 'company.team', key: 'KEY', tags: [] }, 'value');

  expect([...vault.secrets]).toEqual([['windhover/dev~2/company/team/KEY', { value: 'value' }]]);
});

test('a secret of several fields is their JSON', async () => {
  const { vault, secrets } = await withVault();
  vault.write('kestra/dev/company/DB', { user: 'jo', password: 'pa55word' });

  expect(JSON.parse((await secrets.read('company', 'DB')) ?? '')).toEqual({ user: 'jo', password: 'pa55word' });
});

test('signs in with a role or a password, and again when the login was revoked', async () => {
  const appRole = { roleId: 'role', secretId: 'of the role' };
  const user = { name: 'jo', password: 'of jo' };
  const vault = await startVault({ appRole, user });
  const logins = [{ appRole }, { password: { user: user.name, password: user.password } }];
  for (const login of logins) {
    const secrets = openVault({ settings: settingsOf({ address: vault.url, ...login }), retries: once }).open(dev);
    await secrets.put({ namespace: 'a', key: 'KEY', tags: [] }, 'value');
    expect(await secrets.read('a', 'KEY')).toBe('value');
    vault.revokeLogins();
    expect(await secrets.read('a', 'KEY')).toBe('value');
  }
  expect(vault.requests.filter((request) => request.includes('/login'))).toEqual([
    'POST auth/approle/login',
    'POST auth/approle/login',
    'POST auth/userpass/login/jo',
    'POST auth/userpass/login/jo',
  ]);
  const wrong = { appRole: { ...appRole, secretId: 'guessed' } };
  const refused = openVault({ settings: settingsOf({ address: vault.url, ...wrong }), retries: once }).open(dev);
  await expect(refused.read('a', 'KEY')).rejects.toThrow('Secrets cannot be reached: Vault refuses the login');
});

test('calls that need a login at the same time share one, and what a policy forbids asks for none', async () => {
  const user = { name: 'jo', password: 'of jo', rules: { 'secret/data/*': ['create', 'read', 'update'] } } as const;
  const vault = await startVault({ user });
  vault.write('kestra/dev/a/KEY', { value: 'value' });
  const settings = settingsOf({ address: vault.url, password: { user: user.name, password: user.password } });
  const secrets = openVault({ settings, retries: once }).open(dev);
  const logins = (): number => vault.requests.filter((request) => request.includes('auth/userpass')).length;
  const readTwice = () => Promise.all([secrets.read('a', 'KEY'), secrets.read('a', 'KEY')]);

  expect(await readTwice()).toEqual(['value', 'value']);
  expect(logins()).toBe(1);
  vault.revokeLogins();
  expect(await readTwice()).toEqual(['value', 'value']);
  expect(logins()).toBe(2);
  await expect(secrets.list('a')).rejects.toThrow('Vault refuses access');
  expect(logins()).toBe(2);
});

test('a change that fails half-way leaves the value as it was', async () => {
  const vault = await startVault();
  vault.write('kestra/dev/a/KEY', { value: 'before' });
  for (const refused of ['metadata', 'data']) {
    const other = refused === 'data' ? 'metadata' : 'data';
    const token = vault.token({ [`secret/${other}/*`]: ['create', 'read', 'update'], 'secret/data/*': ['read'] });
    const secrets = openVault({ settings: settingsOf({ address: vault.url, token: { token } }), retries: once }).open(
      dev,
    );
    await expect(secrets.put({ namespace: 'a', key: 'KEY', tags: [] }, 'after')).rejects.toThrow('refuses access');
    expect(await secrets.read('a', 'KEY')).toBe('before');
  }
});

test('what a policy forbids says so, and names what was asked in its cause alone', async () => {
  const vault = await startVault();
  vault.write('kestra/dev/a/KEY', { value: 'value' });
  const token = vault.token({ 'secret/data/kestra/dev/a/*': ['read'] });
  const secrets = openVault({ settings: settingsOf({ address: vault.url, token: { token } }), retries: once }).open(
    dev,
  );

  expect(await secrets.read('a', 'KEY')).toBe('value');
  const refusal = await secrets.list('a').catch((error: unknown) => error as BackendUnavailable);
  expect(refusal).toBeInstanceOf(BackendUnavailable);
  expect((refusal as Error).message).toBe('Secrets cannot be reached: Vault refuses access: check its policies');
  expect(((refusal as Error).cause as Error).message).toBe(
    "Vault answered 403 to 'secret/metadata/kestra/dev/a/?list=true': permission denied",
  );
});

test('what is written where no engine is mounted is not taken for done', async () => {
  const vault = await startVault({ mount: 'kv' });
  const settings = settingsOf({ address: vault.url, rootEngine: 'secrets', token: { token: vault.rootToken } });
  const secrets = openVault({ settings, retries: once }).open(dev);

  const put = secrets.put({ namespace: 'a', key: 'KEY', tags: [] }, 'value');

  await expect(put).rejects.toThrow('Secrets cannot be reached: Vault has no KV engine there: check its root engine');
  expect(await secrets.read('a', 'KEY')).toBeUndefined();
  await secrets.delete('a', 'KEY');
});

test('a Vault that is sealed or away is asked again, then said to be', async () => {
  const { vault, secrets } = await withVault({ ...once, attempts: 3 });
  vault.seal(true);
  await expect(secrets.read('a', 'KEY')).rejects.toThrow('Secrets cannot be reached: Vault answers 503');
  expect(vault.requests).toHaveLength(3);
  await vault.stop();
  await expect(secrets.read('a', 'KEY')).rejects.toThrow('Secrets cannot be reached: Vault does not answer');
});

test('settings are read in either spelling; all that is wrong is told, without a value', () => {
  expect(
    readVaultSettings({
      address: 'https://vault:8200/',
      'root-engine': 'kv',
      'app-role.role-id': 'r',
      appRole: { secretId: 's' },
    }),
  ).toEqual({
    settings: {
      address: 'https://vault:8200',
      rootEngine: 'kv',
      secretPathPrefix: 'kestra',
      login: { kind: 'app-role', path: 'approle', roleId: 'r', secretId: 's' },
    },
  });
  const wrong = readVaultSettings({
    address: 'ftp://vault',
    rootEngine: '../sys',
    tokn: 'hvs.hidden',
    token: { token: 7 },
  });
  expect('problems' in wrong && wrong.problems.map(({ path }) => path)).toEqual([
    'token.token',
    'address',
    'rootEngine',
  ]);
  expect(JSON.stringify(wrong)).not.toContain('hidden');
  expect(readVaultSettings({ address: 'http://vault' })).toMatchObject({ problems: [{ path: 'token' }] });
});

function settingsOf(configuration: Parameters<typeof readVaultSettings>[0]): VaultSettings {
  const read = readVaultSettings(configuration);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

async function withVault(retries = once): Promise<{
  vault: VaultServer;
  secrets: ReturnType<ReturnType<typeof openVault>['open']>;
}> {
  const vault = await startVault();
  const settings = settingsOf({ address: vault.url, token: { token: vault.rootToken } });
  return { vault, secrets: openVault({ settings, retries }).open(dev) };
}
