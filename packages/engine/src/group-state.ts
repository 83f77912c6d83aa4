/** The state of a group of task runs: the highest rank present decides. */
import type { StateName } from '@windhover/model';

/** From this rank on a child ends its list. */
export const failedRank = 2;

/** 0 counts as success: SKIPPED children do. A CANCELLED or KILLED child weighs more than a failed one. */
export function rankOf(state: StateName): number {
  switch (state) {
    case 'WARNING':
      return 1;
    case 'FAILED':
      return failedRank;
    case 'RETRIED':
      return 3;
    case 'CANCELLED':
      return 4;
    case 'KILLED':
      return 5;
    default:
      return 0;
  }
}

export function stateOfRank(rank: number): StateName {
  return states[rank]!;
}

const states: readonly StateName[] = ['SUCCESS', 'WARNING', 'FAILED', 'RETRIED', 'CANCELLED', 'KILLED'];
