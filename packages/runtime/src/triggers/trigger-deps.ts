/** What triggers are given: the parts of the runtime that start executions, and who is served. */
import type { TenantRef } from '@windhover/model';
import type { Ciphers, ExecutionHost, TaskServicesSource, TriggerHistory } from '@windhover/services';
import type { Background } from '../background.ts';
import type { RuntimeDeps } from '../deps.ts';
import type { InboxOwner } from '../inbox-reader.ts';
import type { LookPlaces } from './look-place.ts';

/** Which shards are served by this process: what belongs to the others is left to theirs. */
export interface ShardOwner extends InboxOwner {
  /** Of all shards. */
  readonly count: number;
  /** Whether the execution is in the memory of this process, so that it is told of its end. */
  isLive(executionId: string): boolean;
}

export interface TriggerDeps extends Pick<
  RuntimeDeps,
  'store' | 'transport' | 'clock' | 'ids' | 'flows' | 'http' | 'settings' | 'meters' | 'report'
> {
  readonly taskServices: TaskServicesSource;
  readonly ciphers: Ciphers | undefined;
  readonly host: ExecutionHost;
  readonly background: Background;
  readonly owner: ShardOwner;
  /** Workers that look for polling triggers. */
  readonly lookPlaces: LookPlaces;
  /** Of triggers without state. */
  readonly history: TriggerHistory;
  /** Tenants whose triggers count: active ones, and the default tenant where there is one. */
  tenants(): Promise<readonly TenantRef[]>;
}
