/** Inputs as they are asked for: reusable ones are looked up whenever values for them are read, and never afterwards. */
import {
  asForm,
  isWithinNamespace,
  reusableInputsOf,
  reusableInputsRef,
  type Flow,
  type Input,
  type ReusableInputsRef,
  type TenantKey,
} from '@windhover/model';
import type { ReusableInputsRevision, Store, TenantScope } from '@windhover/ports';
import { namespaceAllows } from '../namespaces/allows.ts';
import { findNearest } from './find-nearest.ts';

/**
 * The inputs of a flow (or those of one of its tasks) with reusable ones as forms. One whose reusable inputs do not exist stays
 * what it is and has a `failure`.
 */
export async function declaredInputs(
  store: Pick<Store, 'scope'>,
  tenantKey: TenantKey,
  { namespace, inputs }: Pick<Flow, 'namespace' | 'inputs'>,
  declared: readonly Input[] = inputs,
): Promise<readonly Input[]> {
  if (!declared.some(({ type }) => type === 'REUSABLE_INPUTS')) return declared;
  const scope = store.scope(tenantKey);
  return Promise.all(
    declared.map(async (input) => {
      const ref = reusableInputsRef(input, namespace);
      if (ref === undefined) return input;
      const found = await findReferred(scope, namespace, ref);
      return typeof found === 'string' ? { ...input, failure: found } : asForm(input, reusableInputsOf(found.document));
    }),
  );
}

/** Or why there is none for flows of the namespace `from`. */
async function findReferred(
  scope: TenantScope,
  from: string,
  ref: ReusableInputsRef,
): Promise<ReusableInputsRevision | string> {
  const nearest = await findNearest(scope, ref);
  if (nearest === undefined || !(await isOpen(scope, nearest.namespace, from))) {
    const missing = `reusable inputs '${ref.id}' do not exist in namespace '${ref.namespace}' or above`;
    return isWithinNamespace(from, ref.namespace) ? missing : `${missing}, or are not open to namespace '${from}'`;
  }
  if (ref.revision === undefined || ref.revision === nearest.revision) return nearest;
  const pinned = await scope.reusableInputs.findRevision(nearest.namespace, ref.id, ref.revision);
  return pinned === undefined || pinned.deleted
    ? `reusable inputs '${ref.id}' of namespace '${nearest.namespace}' have no revision ${ref.revision}`
    : pinned;
}

/** What stands above a namespace is its own; others decide whom they let in. */
async function isOpen(scope: TenantScope, target: string, from: string): Promise<boolean> {
  return isWithinNamespace(from, target) || namespaceAllows(scope, target, from);
}
