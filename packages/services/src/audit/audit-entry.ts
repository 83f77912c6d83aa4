import type { AuditEntry, JsonObject } from '@windhover/model';
import { isTask, userIdOf, type AnyActor, type TaskPlace } from '../access/caller.ts';
import type { Deps } from '../deps.ts';

export interface Audited {
  readonly type: AuditEntry['type'];
  readonly resource: string;
  /** What identifies the thing, without secrets. */
  readonly detail: JsonObject;
  /** Texts for a comparison, without secrets. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** The entry for an action; append it in the same write as the change: `scope.audit.append(auditEntry(…))`. */
export function auditEntry(
  deps: Pick<Deps, 'clock' | 'ids'>,
  actor: AnyActor,
  { type, resource, detail, before, after }: Audited,
): AuditEntry {
  const userId = userIdOf(actor);
  const { address, impersonatedBy } = actor === 'command-line' || isTask(actor) ? {} : actor;
  return {
    id: deps.ids.next(),
    type,
    at: deps.clock.now(),
    ...(userId === undefined ? {} : { userId }),
    ...(address === undefined ? {} : { ipAddress: address }),
    ...(impersonatedBy === undefined ? {} : { impersonatedBy }),
    resource,
    detail: isTask(actor) ? { ...detail, by: placeOf(actor.task) } : detail,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** What did it, where nobody did. */
function placeOf({ namespace, flowId, executionId }: TaskPlace): JsonObject {
  return { namespace, flowId, ...(executionId === undefined ? {} : { executionId }) };
}
