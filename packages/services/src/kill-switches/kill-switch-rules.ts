/** What makes a kill switch valid. */
import {
  executionIdPattern,
  flowIdPattern,
  InvalidEntity,
  namespacePattern,
  type ErrorProblem,
  type EvaluationType,
} from '@windhover/model';

/** As callers name it; empty texts and lists say nothing. */
export interface KillSwitchInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly evaluationType: EvaluationType;
  readonly tenantId?: string | undefined;
  readonly namespace?: string | undefined;
  readonly flowId?: string | undefined;
  readonly executionIds?: readonly string[] | undefined;
  readonly startsAt: number;
  readonly endsAt?: number | undefined;
  /** Default true. */
  readonly enabled?: boolean | undefined;
}

/** The name is the value of a label. */
const maxName = 100;
const maxDescription = 1_000;
const maxExecutions = 1_000;

/** Throws `InvalidEntity` with all that is wrong. `hasTenant`: whether there is a tenant of the id given, if one is. */
export function checkKillSwitch(input: KillSwitchInput, hasTenant: boolean): void {
  const problems = [...problemsOf(input, hasTenant)];
  if (problems.length === 0) return;
  throw new InvalidEntity(
    { reason: problems.map(({ path, message }) => `${path}: ${message}`).join(', ') },
    { problems },
  );
}

function* problemsOf(input: KillSwitchInput, hasTenant: boolean): Iterable<ErrorProblem> {
  const { name, description, tenantId, namespace, flowId, executionIds = [], startsAt, endsAt } = input;
  if (name.trim() === '') yield { path: 'name', message: 'must not be empty' };
  else if (name.length > maxName) yield { path: 'name', message: `must have at most ${maxName} characters` };
  if (description !== undefined && description.length > maxDescription) {
    yield { path: 'description', message: `must have at most ${maxDescription} characters` };
  }
  if (!hasTenant) yield { path: 'tenantId', message: `there is no tenant '${tenantId ?? ''}'` };
  if (namespace && !namespacePattern.test(namespace)) {
    yield { path: 'namespace', message: `must match "${namespacePattern.source}"` };
  }
  if (flowId && !flowIdPattern.test(flowId)) yield { path: 'flowId', message: `must match "${flowIdPattern.source}"` };
  if (flowId && !namespace) yield { path: 'namespace', message: 'must be given with a flow' };
  if (executionIds.length > maxExecutions) {
    yield { path: 'executionIds', message: `must be at most ${maxExecutions}` };
  }
  for (const [index, id] of executionIds.entries()) {
    if (!executionIdPattern.test(id)) yield { path: `executionIds.${index}`, message: `'${id}' is no execution id` };
  }
  if (endsAt !== undefined && endsAt <= startsAt) yield { path: 'endDate', message: 'must be after the start' };
}
