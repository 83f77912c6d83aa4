import { InvalidEntity, mergeLabels, labelProblem, type Execution, type Label } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';

/** Adds labels or gives them another value; those of the system are refused. */
export async function setLabels(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  labels: readonly Label[],
): Promise<Execution> {
  checkUserLabels(labels);
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:CHANGE_LABELS');
  const merged = mergeLabels(execution.labels, labels);
  const changed = await deps.host.send(scope.key, executionId, {
    kind: 'labelsSet',
    labels: merged,
    at: deps.clock.now(),
  });
  await noteOnExecution(deps, scope, actor, execution, 'setLabels');
  return changed ?? execution;
}

export function checkUserLabels(labels: readonly Label[]): void {
  const problem = labelProblem(labels);
  if (problem !== undefined) throw new InvalidEntity({ reason: problem });
  demandKeysAndValues(labels);
  const keys = labels.map((label) => label.key);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) throw new InvalidEntity({ reason: `labels: '${repeated}' is given more than once` });
}

/** Throws `InvalidEntity` for a label without key or value. */
export function demandKeysAndValues(labels: readonly Label[]): void {
  const empty = labels.find((label) => label.key === '' || label.value === '');
  if (empty === undefined) return;
  throw new InvalidEntity({ reason: `labels: '${empty.key}:${empty.value}' needs both a key and a value` });
}
