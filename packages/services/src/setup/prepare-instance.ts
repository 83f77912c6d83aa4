/** What must hold before the ports open: made when it is missing, so that every start may run it. */
import { tenancyMode, type User } from '@windhover/model';
import { Conflict, type WriteOp } from '@windhover/ports';
import { adminWrites, missingRoleWrites } from '../access/admin-writes.ts';
import { announce } from '../access/instance-change.ts';
import type { Deps } from '../deps.ts';
import { toUser } from '../identity/create-user.ts';
import { withNewPassword } from '../identity/new-password.ts';
import { hashPassword, isPassword } from '../identity/password-hash.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';
import { resumeDeletions } from '../tenants/delete-tenant.ts';
import { continueSuspensions } from '../tenants/suspend-tenant.ts';
import { basicAuthPolicy, basicAuthProblems } from './basic-auth-rules.ts';

export interface PreparedInstance {
  /** Worth a WARN line each. */
  readonly warnings: readonly string[];
  /** What is wrong with the account of the configuration file; the setup page shows it. */
  readonly basicAuthErrors: readonly string[];
}

/**
 * Gives the instance its id, every tenant its managed roles and the accounts of the configuration their password and
 * place; ends deletions and suspensions that a stop interrupted. Changes nothing the second time.
 */
export async function prepareInstance(deps: Deps): Promise<PreparedInstance> {
  await instanceId(deps);
  await resumeDeletions(deps);
  await continueSuspensions(deps);
  await ensureManagedRoles(deps);
  const basicAuthErrors = await ensureBasicAuth(deps);
  const unknown = await ensureSuperAdmin(deps);
  return { basicAuthErrors, warnings: [...unknown, ...(await hiddenDefaultTenant(deps))] };
}

/** The instance's id; the first caller makes it. */
export async function instanceId(deps: Pick<Deps, 'store' | 'ids'>): Promise<string> {
  const key = 'instance.id';
  const known = await deps.store.getSetting(key);
  if (known !== undefined) return known;
  const id = deps.ids.next();
  try {
    await deps.store.write([deps.store.claimSetting(key, id)]);
    return id;
  } catch (error) {
    if (error instanceof Conflict) return instanceId(deps);
    throw error;
  }
}

async function ensureManagedRoles(deps: Deps): Promise<void> {
  const explicit = await deps.store.tenants.list();
  const standard = tenancyMode(deps.settings.tenancy) === 'explicit' ? [] : [deps.store.tenantKeys.default];
  for (const { key, id } of [...standard, ...explicit]) {
    const writes = await missingRoleWrites(deps.store.scope(key), id);
    if (writes.length === 0) continue;
    await deps.store.write(writes);
    announce(deps, { kind: 'access', tenantKey: key });
  }
}

/** The configuration wins over what was set in the interface. */
async function ensureBasicAuth(deps: Deps): Promise<readonly string[]> {
  const { basicAuth } = deps.settings;
  if (basicAuth?.username === undefined && basicAuth?.password === undefined) return [];
  const problems = basicAuthProblems(basicAuth);
  if (problems.length > 0) return problems;
  const withItsPolicy = { ...deps, settings: { ...deps.settings, passwordPolicy: basicAuthPolicy } };
  await ensureAccount(withItsPolicy, {
    username: basicAuth.username!,
    password: basicAuth.password,
    adminIn: ['main'],
  });
  return [];
}

async function ensureSuperAdmin(deps: Deps): Promise<readonly string[]> {
  const { superAdmin, tenancy } = deps.settings;
  if (superAdmin === undefined) return [];
  const single = tenancyMode(tenancy) === 'single';
  const { username, password, tenantAdminAccess } = superAdmin;
  return ensureAccount(deps, { username, password, adminIn: single ? ['main'] : tenantAdminAccess });
}

/** Answers what could not be done: tenants that are not there are not made. */
async function ensureAccount(
  deps: Deps,
  account: { readonly username: string; readonly password: string | undefined; readonly adminIn: readonly string[] },
): Promise<readonly string[]> {
  const { identity } = deps.store;
  const known = await identity.findUserByName(account.username);
  const email = account.username.includes('@') ? account.username : undefined;
  const user =
    known === undefined
      ? await toUser(deps, { ...account, email, superAdmin: true })
      : await refreshed(deps, known, account.password);
  const writes: WriteOp[] = [];
  if (known === undefined) writes.push(identity.insertUser(user));
  else if (user !== known) writes.push(identity.updateUser(user));
  if (user.passwordHash !== known?.passwordHash) writes.push(...withNewPassword(identity, user));
  const unknown: string[] = [];
  for (const id of account.adminIn) {
    const tenant = await findTenantById(deps, id);
    if (tenant === undefined) {
      unknown.push(`Tenant '${id}' does not exist: '${account.username}' could not be made its Admin`);
      continue;
    }
    const scope = deps.store.scope(tenant.key);
    writes.push(
      ...(await missingRoleWrites(scope, tenant.id)),
      ...(await adminWrites(deps, scope, tenant.id, user.id)),
    );
    announce(deps, { kind: 'access', tenantKey: tenant.key });
  }
  await deps.store.write(writes);
  announce(deps, { kind: 'user', userId: user.id });
  return unknown;
}

async function refreshed(deps: Deps, user: User, password: string | undefined): Promise<User> {
  const samePassword = password === undefined || (await isPassword(password, user.passwordHash));
  if (samePassword && user.superAdmin) return user;
  return {
    ...user,
    superAdmin: true,
    ...(samePassword ? {} : { passwordHash: await hashPassword(password, deps.ids.random(16)) }),
  };
}

async function hiddenDefaultTenant(deps: Deps): Promise<readonly string[]> {
  if (tenancyMode(deps.settings.tenancy) !== 'explicit') return [];
  const scope = deps.store.scope(deps.store.tenantKeys.default.key);
  const [flows, executions] = await Promise.all([scope.flows.count(), scope.executions.count()]);
  if (flows === 0 && executions === 0) return [];
  return [
    `The default tenant is disabled: ${flows} flow(s) and ${executions} execution(s) are out of reach; ` +
      'set kestra.ee.tenants.default-tenant to true to get them back, or move them with migrate default-tenant',
  ];
}
