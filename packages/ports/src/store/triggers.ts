import type {
  Paged,
  PageRequest,
  QueryFilter,
  TriggerEvaluations,
  TriggerState,
  VisibleNamespaces,
} from '@windhover/model';
import type { WriteOp } from './write-op.ts';

export interface TriggerStore {
  find(namespace: string, flowId: string, triggerId: string): Promise<TriggerState | undefined>;
  /** All of the tenant, or of one flow, by namespace, flow and trigger. */
  list(flow?: { readonly namespace: string; readonly flowId: string }): Promise<readonly TriggerState[]>;
  /**
   * Filters: `q`, `namespace`, `flowId`, `triggerId`, `triggerState`, `scope`, `nextExecutionDate`, `lastTriggeredDate`.
   * Sort: `triggerId` (default), `flowId`, `namespace`, `nextExecutionDate` (also as `nextEvaluationDate`), `lastTriggeredDate`.
   */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<TriggerState>>;
  /** Inserts or replaces. */
  put(trigger: TriggerState): WriteOp;
  /**
   * Replaces the row only while it is as it was at `readAt` (`updatedAt` then), or inserts it if `readAt` is undefined and
   * there is none. `Conflict('Trigger', …)` otherwise: nobody writes back what another one changed meanwhile.
   */
  replace(trigger: TriggerState, readAt: number | undefined): WriteOp;
  /** With its evaluations. */
  delete(namespace: string, flowId: string, triggerId: string): WriteOp;
  /** All of one flow, with their evaluations and windows. */
  deleteOfFlow(namespace: string, flowId: string): WriteOp;
}

export type TriggerOf = Pick<TriggerState, 'namespace' | 'flowId' | 'triggerId'>;

/** The last evaluations of each trigger. */
export interface TriggerEvaluationStore {
  /** Of one trigger, the newest first. */
  search(trigger: TriggerOf, page: PageRequest): Promise<Paged<TriggerEvaluations>>;
  newest(trigger: TriggerOf): Promise<TriggerEvaluations | undefined>;
  /** Adds the newest, and removes all but the `kept` newest ones. Goes along with the trigger's `replace`, which is refused to all but one. */
  append(trigger: TriggerOf, evaluations: TriggerEvaluations, kept: number): WriteOp;
  /** Puts it in the place of the newest; goes along with the trigger's `replace`. */
  replaceNewest(trigger: TriggerOf, evaluations: TriggerEvaluations): WriteOp;
  /**
   * Adds entries of a trigger without state, oldest first, whoever else does so at the same time; the first takes the place
   * of `onto`. `Conflict('TriggerEvaluations', …)` when that is no longer the newest, or when the flow is gone.
   */
  add(
    trigger: TriggerOf,
    entries: readonly TriggerEvaluations[],
    how: { readonly onto: TriggerEvaluations | undefined; readonly kept: number },
  ): WriteOp;
  /** Removes those of the flow's other triggers. */
  keepOnly(flow: Omit<TriggerOf, 'triggerId'>, triggerIds: readonly string[]): WriteOp;
}

/** A window of a flow trigger with several conditions: which of them are met, and by what. */
export interface TriggerWindow {
  readonly namespace: string;
  readonly flowId: string;
  readonly windowId: string;
  readonly startAt: number;
  readonly endAt: number;
  /** Numbers of the latest events that were entered since counting began; in no order, as they were heard. */
  readonly entered: readonly number[];
  /** Numbers of the latest events that counted before: heard again, they are nothing new. */
  readonly settled: readonly number[];
  /** Number of the event with which the last condition was met, until what it starts is known to be started. */
  readonly completedBy?: number;
  /** Ends of the latest windows in which an execution was started. */
  readonly fired?: readonly number[];
  /** Condition → the execution that met it, with what the trigger shows of it. */
  readonly met: Readonly<Record<string, MetCondition>>;
}

export interface MetCondition {
  readonly executionId: string;
  readonly outputs?: unknown;
  /** Rows of older versions lack them. */
  readonly flowId?: string;
  readonly at?: number;
}

export interface TriggerWindowStore {
  find(namespace: string, flowId: string, windowId: string): Promise<TriggerWindow | undefined>;
  put(window: TriggerWindow): WriteOp;
  delete(namespace: string, flowId: string, windowId: string): WriteOp;
}
