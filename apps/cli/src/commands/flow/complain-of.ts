import type { ResavedFlow } from '@windhover/services';

/** A line for each flow that could not be saved again; answers how many there are. */
export function complainOf(flows: readonly ResavedFlow[], complain: (line: string) => void): number {
  const failed = flows.filter(({ problem }) => problem !== undefined);
  for (const { namespace, id, tenantId, problem } of failed) {
    complain(`✘ - ${namespace}.${id}${tenantId === undefined ? '' : ` of tenant '${tenantId}'`}: ${problem}`);
  }
  return failed.length;
}
