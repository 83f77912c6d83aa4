/**
 * Messages between the roles and servers: hints only. A lost or repeated message costs latency, never correctness.
 */
export interface Transport {
  /** Hands the message to the subscribers of the topic; never throws, never waits for them. */
  publish(topic: string, message: unknown): void;
  /** Calls `handler` for each message from now on; the answer ends the subscription. */
  subscribe(topic: string, handler: (message: unknown) => void): () => void;
  close(): Promise<void>;
}

/** Names of topics; tenant-owned ones begin with the tenant's key. */
export const topics = {
  /** What changed at the instance: caches drop what they hold. */
  instance: 'instance',
  /** Something of one kind was left in the inboxes of shards: `{ kind, shards }`. */
  inbox: 'inbox',
  /** Rows of mail were applied: `{ seqs }`. */
  applied: 'applied',
  /** Changes of one execution, for live pages: `{ executionId }`-specific events. */
  execution: (tenantKey: string, executionId: string): string => `${tenantKey}/execution/${executionId}`,
  /** Executions that one of them started, that one included: `{ executionId }` when the state of one changes. */
  correlation: (tenantKey: string, correlationId: string): string => `${tenantKey}/correlation/${correlationId}`,
  /** Log lines of one execution. */
  logs: (tenantKey: string, executionId: string): string => `${tenantKey}/logs/${executionId}`,
} as const;
