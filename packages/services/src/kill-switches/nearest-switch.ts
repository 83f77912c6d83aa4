/** Which kill switch decides about an execution. */
import type { EvaluationType, Execution, Instant, KillSwitch, TenantKey } from '@windhover/model';
import type { LimitScope } from '../executions/execution-limits.ts';
import { withAncestors } from '../namespaces/ancestors.ts';

/** What a switch can name of an execution. */
export interface SwitchTarget {
  readonly tenantKey: TenantKey;
  readonly namespace: string;
  readonly flowId: string;
  /** The execution itself and those that it is an iteration of. */
  readonly executionIds: readonly string[];
}

/** Among equally near ones that disagree, what stops more. */
const strictness: Readonly<Record<EvaluationType, number>> = { KILL: 3, CANCEL: 2, IGNORE: 1, PASS: 0 };

/** Whether it is switched on and its period has begun and not ended. */
export function holdsAt({ enabled, startsAt, endsAt }: KillSwitch, now: Instant): boolean {
  return enabled && startsAt <= now && (endsAt === undefined || now < endsAt);
}

/**
 * Of the switches that match the nearest: one that names executions before one that names a flow, before the deeper
 * namespace, before the tenant, before one that names nothing. Among equals KILL, CANCEL, IGNORE, PASS; then the first.
 * Undefined: none matches. Whether they hold is the caller's to ask.
 */
export function nearestSwitch(switches: readonly KillSwitch[], target: SwitchTarget): KillSwitch | undefined {
  let nearest: KillSwitch | undefined;
  for (const found of switches) {
    if (!matches(found, target)) continue;
    if (nearest === undefined || compare(found, nearest) > 0) nearest = found;
  }
  return nearest;
}

export function targetOf(
  tenantKey: TenantKey,
  { id, namespace, flowId, loopRun }: Pick<Execution, 'id' | 'namespace' | 'flowId' | 'loopRun'>,
): SwitchTarget {
  return { tenantKey, namespace, flowId, executionIds: [id, ...(loopRun?.within ?? [])] };
}

/** An execution that a switch ignores waits as for a slot that nobody gets while the switch holds. */
export function switchScope({ id, name }: KillSwitch): LimitScope {
  return {
    name: `switch/${id}`,
    thing: `kill switch '${name}'`,
    namespace: undefined,
    concurrency: undefined,
    quotas: [],
    closed: { by: 'switch', toChildren: false },
  };
}

function matches({ tenantKey, namespace, flowId, executionIds }: KillSwitch, target: SwitchTarget): boolean {
  if (tenantKey !== undefined && tenantKey !== target.tenantKey) return false;
  if (flowId !== undefined && (flowId !== target.flowId || namespace !== target.namespace)) return false;
  if (namespace !== undefined && !withAncestors(target.namespace).includes(namespace)) return false;
  return executionIds === undefined || target.executionIds.some((id) => executionIds.includes(id));
}

function compare(one: KillSwitch, other: KillSwitch): number {
  const [ranks, others] = [rank(one), rank(other)];
  for (const [index, value] of ranks.entries()) if (value !== others[index]) return value - others[index]!;
  return 0;
}

function rank({ tenantKey, namespace, flowId, executionIds, evaluationType }: KillSwitch): readonly number[] {
  return [
    Number(executionIds !== undefined),
    Number(flowId !== undefined),
    namespace === undefined ? 0 : namespace.split('.').length,
    Number(tenantKey !== undefined),
    strictness[evaluationType],
  ];
}
