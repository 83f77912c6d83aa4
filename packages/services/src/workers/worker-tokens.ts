/** Tokens with which workers connect: shown once, kept as hashes, ended at once. */
import { InvalidEntity, isValidToken, NotFound, type WorkerToken } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { announce, type InstanceChange } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { equalsInConstantTime, fingerprint, randomSecret } from '../identity/secret-text.ts';
import { checkAccountName } from '../identity/user-rules.ts';
import { existingWorkerGroup, getWorkerGroup, type WorkerGroupWithTokens } from './change-worker-groups.ts';

const change: InstanceChange = { kind: 'workerGroups' };

export interface NewWorkerToken {
  readonly name: string;
  readonly description?: string | undefined;
  /** Absent: until it is revoked. */
  readonly expiresAt?: number | undefined;
}

/** `fullToken` is shown this once. Throws `NotFound`, and `InvalidEntity` for a bad name or an end in the past. */
export async function createWorkerToken(
  deps: Deps,
  actor: Actor,
  groupId: string,
  input: NewWorkerToken,
): Promise<{ readonly token: WorkerToken; readonly fullToken: string }> {
  demandSuperadmin(actor);
  const { name, description, expiresAt } = input;
  await existingWorkerGroup(deps, groupId);
  checkAccountName(name);
  const now = deps.clock.now();
  if (expiresAt !== undefined && expiresAt <= now) {
    const message = 'must be in the future';
    throw new InvalidEntity({ reason: `expiresAt: ${message}` }, { problems: [{ path: 'expiresAt', message }] });
  }
  const prefix = deps.ids.next().slice(-6);
  const fullToken = `whw_${prefix}_${randomSecret(deps.ids)}`;
  const token: WorkerToken = {
    id: deps.ids.next(),
    groupId,
    name,
    prefix,
    hash: fingerprint(fullToken),
    createdAt: now,
    ...(description ? { description } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  await save(deps, actor, deps.store.workerGroups.insertToken(token), 'CREATE', token);
  return { token, fullToken };
}

/** Ends it, and the connections of workers that used it, and keeps it in the list. Throws `NotFound`. */
export async function revokeWorkerToken(
  deps: Deps,
  actor: Actor,
  groupId: string,
  tokenId: string,
): Promise<WorkerGroupWithTokens> {
  demandSuperadmin(actor);
  const token = await existingToken(deps, groupId, tokenId);
  if (token.revokedAt === undefined) {
    const revoked = { ...token, revokedAt: deps.clock.now() };
    await save(deps, actor, deps.store.workerGroups.updateToken(revoked), 'UPDATE', revoked);
  }
  return getWorkerGroup(deps, actor, groupId);
}

/** Ends it, and the connections of workers that used it. Throws `NotFound`. */
export async function deleteWorkerToken(deps: Deps, actor: Actor, groupId: string, tokenId: string): Promise<void> {
  demandSuperadmin(actor);
  const token = await existingToken(deps, groupId, tokenId);
  await save(deps, actor, deps.store.workerGroups.deleteToken(groupId, tokenId), 'DELETE', token);
}

/** The token that a worker shows, once it was found valid; undefined for any other text. */
export async function admitWorker(
  deps: Pick<Deps, 'store' | 'clock'>,
  shown: string,
): Promise<WorkerToken | undefined> {
  const prefix = /^whw_([0-9A-Za-z]{6})_/.exec(shown)?.[1];
  if (prefix === undefined) return undefined;
  const hash = fingerprint(shown);
  const found = (await deps.store.workerGroups.findTokens(prefix)).find((token) =>
    equalsInConstantTime(token.hash, hash),
  );
  return found !== undefined && isValidToken(found, deps.clock.now()) ? found : undefined;
}

async function existingToken(deps: Deps, groupId: string, tokenId: string): Promise<WorkerToken> {
  const all = await deps.store.workerGroups.listTokens();
  const found = all.find((token) => token.groupId === groupId && token.id === tokenId);
  if (found === undefined) throw new NotFound({ thing: 'worker token' });
  return found;
}

async function save(
  deps: Deps,
  actor: Actor,
  write: WriteOp,
  type: 'CREATE' | 'UPDATE' | 'DELETE',
  { id, groupId, name, prefix, revokedAt }: WorkerToken,
): Promise<void> {
  const detail = { id, groupId, name, prefix, ...(revokedAt === undefined ? {} : { revoked: true }) };
  const audit = instanceAudit(deps, actor, { type, resource: 'WORKER_GROUP', detail });
  await writeOr(deps.store, [write, deps.store.announce(change), audit], () => new NotFound({ thing: 'worker token' }));
  announce(deps, change);
}
