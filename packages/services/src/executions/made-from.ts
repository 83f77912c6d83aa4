import type { TenantScope } from '@windhover/ports';

/**
 * Whether one of `ids` is what the execution with this parent was made from, by replays and retries, however many. Executions
 * that were deleted count while their files are kept for it.
 */
export async function isMadeFrom(
  { executions, keptFiles }: TenantScope,
  parentId: string | undefined,
  ids: readonly (string | null | undefined)[],
): Promise<boolean> {
  let earlier = parentId;
  while (earlier !== undefined) {
    if (ids.includes(earlier)) return true;
    earlier = ((await executions.find(earlier)) ?? (await keptFiles.find(earlier)))?.parentId;
  }
  return false;
}
