/** What tasks measured. Written by the engine, one chunk an attempt; gone with their execution. */

export interface MetricValue {
  readonly name: string;
  readonly type: 'counter' | 'timer' | 'gauge';
  /** Timers: milliseconds. */
  readonly value: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A value with what its execution and task run know of it. */
export interface MetricEntry extends MetricValue {
  readonly executionId: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly taskId: string;
  readonly taskRunId: string;
  /** Counts from 1. */
  readonly attemptNumber: number;
  /** When the attempt ended. */
  readonly at: number;
}

export interface MetricsOfFlow {
  readonly taskId?: string | undefined;
  readonly fromAt?: number | undefined;
  readonly untilAt?: number | undefined;
}

export interface MetricStore {
  /** Values of one execution by task run and attempt, each in the order in which they were reported. */
  ofExecution(
    executionId: string,
    options?: { readonly taskRunId?: string | undefined; readonly taskId?: string | undefined },
  ): Promise<readonly MetricEntry[]>;
  /** Values of a flow's executions, the newest execution first; of the newest `limit` attempts that reported any. */
  ofFlow(namespace: string, flowId: string, limit: number, options?: MetricsOfFlow): Promise<readonly MetricEntry[]>;
}
