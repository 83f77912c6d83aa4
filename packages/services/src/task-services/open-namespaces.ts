/** Which of many things a task may act on: asks each namespace once. */
import type { QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { namespaceAllows } from '../namespaces/allows.ts';
import { textArgument } from './arguments.ts';
import type { Arguments } from './create-task-services.ts';

/** Whether a namespace is open to flows of `from`; remembered for as long as the answer is kept. */
export function openNamespaces(scope: TenantScope, from: string): (namespace: string) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>();
  return async (namespace) => {
    // What a worker names is as it likes; the store would look for something else than what is asked here
    if (typeof namespace !== 'string') throw new Error('A namespace is named by a text');
    let answer = answers.get(namespace);
    if (answer === undefined) answers.set(namespace, (answer = namespaceAllows(scope, namespace, from)));
    return answer;
  };
}

/** A flow of a namespace, a namespace with those below it, or the whole tenant: as filters and roots of a search. */
export async function reachPlace(
  scope: TenantScope,
  from: string,
  args: Arguments,
): Promise<{ readonly filters: readonly QueryFilter[]; readonly visible: VisibleNamespaces }> {
  const namespace = textArgument(args, 'namespace');
  const flowId = textArgument(args, 'flowId');
  if (namespace === undefined) {
    if (flowId !== undefined) throw new Error(`'flowId' needs a 'namespace' beside it`);
    return { filters: [], visible: 'all' };
  }
  if (!(await namespaceAllows(scope, namespace, from))) {
    throw new Error(`Namespace '${namespace}' does not allow '${from}' to reach it`);
  }
  if (flowId === undefined) return { filters: [], visible: [namespace] };
  return {
    filters: [
      { field: 'namespace', operation: 'EQUALS', value: namespace },
      { field: 'flowId', operation: 'EQUALS', value: flowId },
    ],
    visible: 'all',
  };
}
