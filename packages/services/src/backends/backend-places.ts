/** Who says where secrets and files of a namespace lie, and for whom: the namespace, those above it, their tenant. */
import type { JsonObject } from '@windhover/model';

export interface BackendPlace {
  /** Undefined for the tenant itself. */
  readonly namespace: string | undefined;
  /** With configurations opened. */
  readonly settings: JsonObject;
}

const names = ['secret', 'storage'].flatMap((what) =>
  ['Type', 'Configuration', 'ReadOnly', 'Isolation'].map((end) => `${what}${end}`),
);

/** Whether settings of a namespace say anything about its secrets or files. */
export function saysWhere(settings: JsonObject): boolean {
  return names.some((name) => (settings[name] ?? undefined) !== undefined);
}
