import type { Execution, QueryFilter } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';

/** So many are looked up at a time. */
const atOnce = 1_000;

/** Of executions that stand for themselves. */
export const notIterations: QueryFilter = { field: 'kind', operation: 'NOT_EQUALS', value: 'LOOP' };

/** Every iteration of the execution's Loops, until none is left: whoever asks takes them away. */
export async function* iterationsOf(scope: TenantScope, executionId: string): AsyncIterable<Execution> {
  for (;;) {
    const ids = await scope.executions.searchIds(
      [
        { field: 'triggerExecutionId', operation: 'EQUALS', value: executionId },
        { field: 'kind', operation: 'EQUALS', value: 'LOOP' },
      ],
      'all',
      atOnce,
    );
    for (const id of ids) {
      const iteration = await scope.executions.find(id);
      if (iteration !== undefined) yield iteration;
    }
    if (ids.length < atOnce) return;
  }
}
