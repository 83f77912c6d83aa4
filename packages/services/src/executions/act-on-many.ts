/** The same operation on many executions: by their ids, all or nothing; or by a query, on what matches. */
import {
  BulkRefused,
  stateProblem,
  WindhoverError,
  type ExecutionAction,
  type InvalidItem,
  type QueryFilter,
  type StateName,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Clock } from '../deps.ts';
import { getExecution } from './get-execution.ts';
import { toStoreFilters } from './search-executions.ts';

/** One query acts on at most this many. */
const maxMatches = 10_000;

export interface BulkOperation {
  readonly permission: `EXECUTION:${string}`;
  /** What the state of the execution must allow; undefined: it may be done in any state. */
  readonly action?: ExecutionAction;
}

type Act = (executionId: string) => Promise<unknown>;

/**
 * Checks each id before anything is done, what is named twice once; `check` throws what the state alone does not tell of.
 * Answers how many were acted on. Throws `BulkRefused` with every bad id.
 */
export async function actByIds(
  scope: TenantScope,
  actor: Actor,
  ids: readonly string[],
  { permission, action }: BulkOperation,
  act: Act,
  check: Act = () => Promise.resolve(),
): Promise<number> {
  const invalids: InvalidItem[] = [];
  const distinct = [...new Set(ids)];
  for (const id of distinct) {
    const reason = await reasonOf(async () => {
      const { state } = await getExecution(scope, actor, id, permission);
      const problem = action && problemOf(action, state.current);
      if (problem === undefined) await check(id);
      return problem;
    });
    if (reason !== undefined) invalids.push({ message: reason, invalidValue: id });
  }
  if (invalids.length > 0) throw BulkRefused.of(invalids);
  for (const id of distinct) await act(id);
  return distinct.length;
}

async function reasonOf(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof WindhoverError && error.status < 500) return error.message;
    throw error;
  }
}

/** Acts on all that match and may be acted on; those that are not in the right state are passed over. */
export async function actByQuery(
  deps: { readonly clock: Clock },
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  { permission }: Pick<BulkOperation, 'permission'>,
  act: Act,
): Promise<number> {
  const visible = visibleNamespaces(actor, permission);
  const ids = await scope.executions.searchIds(toStoreFilters(filters, deps.clock.now()), visible, maxMatches);
  let count = 0;
  for (const id of ids) {
    const done = await act(id).then(
      () => true,
      (error: unknown) => {
        if (error instanceof WindhoverError && error.status < 500) return false;
        throw error;
      },
    );
    if (done) count += 1;
  }
  return count;
}

function problemOf(action: ExecutionAction, state: StateName): string | undefined {
  const problem = stateProblem(action, state);
  return problem && `execution ${problem}`;
}
