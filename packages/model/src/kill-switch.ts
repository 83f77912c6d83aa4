/** A lever of the instance: what becomes of the executions that it matches while it holds. */
import type { Instant } from './states.ts';
import type { TenantKey } from './tenant.ts';

/**
 * `KILL`: as a kill by hand. `CANCEL`: ends without another task. `IGNORE`: waits until the switch ends. `PASS`: let through,
 * whatever switches say that match more.
 */
export const evaluationTypes = ['PASS', 'KILL', 'CANCEL', 'IGNORE'] as const;
export type EvaluationType = (typeof evaluationTypes)[number];

export interface KillSwitch {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly evaluationType: EvaluationType;
  /** What is left out matches all; what is named must match together. */
  readonly tenantKey?: TenantKey;
  /** With all below it. */
  readonly namespace?: string;
  /** Of the namespace itself. */
  readonly flowId?: string;
  readonly executionIds?: readonly string[];
  readonly startsAt: Instant;
  /** The first instant at which it holds no more; absent: until it is switched off. */
  readonly endsAt?: Instant;
  readonly enabled: boolean;
}

/** Label of executions that a switch has killed or cancelled: its value is the name of the switch. */
export const killSwitchLabel = 'system.killSwitch';
