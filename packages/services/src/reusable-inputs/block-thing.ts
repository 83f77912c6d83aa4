import type { ReusableInputsName } from '@windhover/model';

/** How messages name reusable inputs. */
export function blockThing({ namespace, id }: ReusableInputsName): string {
  return `reusable inputs '${namespace}.${id}'`;
}
