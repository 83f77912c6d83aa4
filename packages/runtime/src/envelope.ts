/**
 * Something that arrived for an execution. Kept until the commit that holds what it caused: when that commit is refused,
 * memory is loaded again and the envelope applied once more; the engine drops what had happened after all.
 */
import type { Event } from '@windhover/engine';
import type { Execution, TenantKey } from '@windhover/model';
import type { MetricValue, StoredLogLine } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';
import type { Opened, OpenedEvent } from './open-inputs.ts';
import type { Properties } from './prepared-task.ts';

/** How a caller is answered, once. */
export interface Settle {
  resolve(execution: Execution | undefined): void;
  reject(cause: unknown): void;
}

/** The row of another process by which it came. */
export interface Mail {
  readonly seq: number;
  /** Whether the row goes with the batch that applies it, or stays for another server. */
  isSettled: boolean;
}

interface ToExecution {
  readonly tenantKey: TenantKey;
  readonly executionId: string;
  readonly settle?: Settle | undefined;
  readonly mail?: Mail | undefined;
}

/** What an attempt reported, handed on once, before its result. */
export interface Measured {
  readonly ord: number;
  readonly attempt: number;
  readonly taskId: string;
  readonly at: number;
  readonly values: readonly MetricValue[];
}

export type Envelope =
  | (ToExecution & {
      readonly kind: 'create';
      readonly request: CreateExecution;
      readonly run: number;
      readonly shard: number;
      readonly opened: Opened | undefined;
    })
  | (ToExecution & {
      readonly kind: 'event';
      /** As it came: it may have to go on to another process. */
      readonly event: Event;
      /** As the run takes it; absent when nothing in it is sealed. */
      readonly opened?: OpenedEvent | undefined;
    })
  /** Nothing but the occasion to do what kill switches say. */
  | (ToExecution & { readonly kind: 'look' })
  /** The properties of an inline task, rendered outside of the batch because something had to be loaded; or why not. */
  | (ToExecution & {
      readonly kind: 'rendered';
      readonly ord: number;
      readonly attempt: number;
      readonly outcome: { readonly properties: Properties } | { readonly failure: string };
    })
  | (ToExecution & {
      readonly kind: 'lines';
      readonly ord: number;
      readonly attempt: number;
      readonly lines: readonly StoredLogLine[];
    })
  | (ToExecution & Measured & { readonly kind: 'metrics' });
