/** How messages and audit entries name a flow. */
export interface FlowName {
  readonly namespace: string;
  readonly id: string;
}

export function flowThing({ namespace, id }: FlowName): string {
  return `flow '${namespace}.${id}'`;
}

/** Identity within a tenant, as a key of maps. */
export function flowKey({ namespace, id }: FlowName): string {
  return `${namespace}/${id}`;
}
