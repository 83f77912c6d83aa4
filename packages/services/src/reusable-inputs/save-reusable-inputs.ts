import {
  AlreadyExists,
  errorsText,
  hasErrors,
  InvalidEntity,
  parseReusableInputs,
  type ErrorProblem,
  type JsonObject,
  type ReusableInputsName,
} from '@windhover/model';
import type { ReusableInputsRevision, TenantScope, WriteOp } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { can, demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { withoutLosing } from '../flows/save-flow.ts';

export interface SaveReusableInputs extends ReusableInputsName {
  readonly source: string;
  /** What is there already is refused instead of replaced. */
  readonly failIfExists: boolean;
}

/**
 * Creates or changes reusable inputs; a source that is the same as before is no change. Executions that exist keep what they
 * have. Throws `InvalidEntity` with all problems of the source, and `AlreadyExists`.
 */
export async function saveReusableInputs(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  { failIfExists, source, ...name }: SaveReusableInputs,
): Promise<ReusableInputsRevision> {
  const { namespace, id } = name;
  // Who may do neither is not told which it would be
  if (!can(actor, 'REUSABLE_INPUTS:UPDATE', namespace)) demand(actor, 'REUSABLE_INPUTS:CREATE', namespace);
  return withoutLosing(async () => {
    const before = await scope.reusableInputs.findLatest(namespace, id);
    const exists = before !== undefined && !before.deleted;
    demand(actor, `REUSABLE_INPUTS:${exists ? 'UPDATE' : 'CREATE'}`, namespace);
    if (exists && failIfExists) throw new AlreadyExists({ thing: 'Reusable inputs', id: `${namespace}.${id}` });
    const document = checkedDocument(source, name);
    if (exists && before.source === source) return before;
    const block = { ...name, source, document, ...saved(deps, actor, before), deleted: false };
    await deps.store.write(blockWrites(deps, scope, actor, block, before));
    return block;
  });
}

function checkedDocument(source: string, name: ReusableInputsName): JsonObject {
  const { document, problems } = parseReusableInputs(source, name);
  if (document !== undefined && !hasErrors(problems)) return document;
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new InvalidEntity(
    { reason: `Invalid reusable inputs: ${errorsText(errors) ?? 'they cannot be read'}` },
    { problems: errors.map(({ message, path, line, column }): ErrorProblem => ({ message, path, line, column })) },
  );
}

/** The tombstone that deleting appends. */
export function blockTombstone(
  deps: Pick<Deps, 'clock'>,
  actor: Actor,
  before: ReusableInputsRevision,
): ReusableInputsRevision {
  const { namespace, id, source, document } = before;
  return { namespace, id, source, document, ...saved(deps, actor, before), deleted: true };
}

function saved({ clock }: Pick<Deps, 'clock'>, actor: Actor, before: ReusableInputsRevision | undefined) {
  const createdBy = userIdOf(actor);
  return {
    revision: (before?.revision ?? 0) + 1,
    createdAt: clock.now(),
    ...(createdBy !== undefined && { createdBy }),
  };
}

/** The writes of a new revision. */
export function blockWrites(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  block: ReusableInputsRevision,
  before: ReusableInputsRevision | undefined,
): readonly WriteOp[] {
  const { namespace, id, revision, deleted, source } = block;
  const existed = before !== undefined && !before.deleted;
  const entry = auditEntry(deps, actor, {
    type: deleted ? 'DELETE' : existed ? 'UPDATE' : 'CREATE',
    resource: 'REUSABLE_INPUTS',
    detail: { namespace, id, revision },
    before: existed ? before.source : undefined,
    after: deleted ? undefined : source,
  });
  return [scope.reusableInputs.append(block), scope.audit.append(entry)];
}
