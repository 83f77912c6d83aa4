/** What an inbox row of kind `mail` says to the owner of the shard, as JSON. */
import type { Event } from '@windhover/engine';
import type { Flow } from '@windhover/model';
import type { CreateExecution } from '@windhover/services';
import type { Retry } from './retry-execution.ts';

export type Letter =
  | { readonly kind: 'event'; readonly event: Event }
  /** A flow is named, not sent: the owner has its revision too. */
  | {
      readonly kind: 'create';
      readonly request: Omit<CreateExecution, 'flow' | 'tenantKey' | 'executionId'>;
      readonly flow: Pick<Flow, 'namespace' | 'id' | 'revision' | 'templates'>;
    }
  /** The row's execution has ended RETRIED: another one is to take its place. */
  | { readonly kind: 'retry'; readonly retry: Retry }
  /** An execution that the row's execution started, in another shard, is over. */
  | { readonly kind: 'childOver'; readonly childId: string };
