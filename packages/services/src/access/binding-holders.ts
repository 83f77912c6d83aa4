import type { BindingHolder } from '@windhover/model';

/** A person or a service account. */
export function userHolder(id: string): BindingHolder {
  return { type: 'USER', externalId: id };
}

export function groupHolder(id: string): BindingHolder {
  return { type: 'GROUP', externalId: id };
}
