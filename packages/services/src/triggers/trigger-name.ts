export interface TriggerName {
  readonly namespace: string;
  readonly flowId: string;
  readonly triggerId: string;
}

/** How messages name it. */
export function triggerThing({ namespace, flowId, triggerId }: TriggerName): string {
  return `trigger '${triggerId}' of flow '${namespace}.${flowId}'`;
}
