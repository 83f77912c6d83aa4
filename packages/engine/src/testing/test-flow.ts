/** Flows, evaluator and compiled form for tests: small, without a parser. */
import type { Flow, TaskChildren, TaskDefinition, TenantKey } from '@windhover/model';
import { compileFlow } from '../compile-flow.ts';
import type { CompiledFlow, Evaluator, TaskKind } from '../types.ts';

export const corePrefix = 'io.kestra.plugin.core.flow.';

/** A task; `type` without a dot is a flowable of the core. */
export function aTask(id: string, type = 'test.Run', rest: Partial<TaskDefinition> = {}): TaskDefinition {
  return {
    id,
    type: type.includes('.') ? type : corePrefix + type,
    disabled: false,
    allowFailure: false,
    allowWarning: false,
    logToFile: false,
    properties: {},
    ...rest,
  };
}

export function aFlowable(
  id: string,
  type: string,
  children: Partial<TaskChildren>,
  rest: Partial<TaskDefinition> = {},
): TaskDefinition {
  return aTask(id, type, { children: { tasks: [], errors: [], finally: [], ...children }, ...rest });
}

export function aFlow(tasks: readonly TaskDefinition[], rest: Partial<Flow> = {}): Flow {
  return {
    id: 'flow',
    namespace: 'test',
    revision: 1,
    labels: [],
    inputs: [],
    tasks,
    errors: [],
    finally: [],
    afterExecution: [],
    triggers: [],
    outputs: [],
    sla: [],
    checks: [],
    pluginDefaults: [],
    disabled: false,
    draft: false,
    deleted: false,
    document: {},
    ...rest,
  };
}

/** Types that begin with `inline.` are inline, all others of no flowable run on a worker. */
export function compiled(flow: Flow): CompiledFlow {
  return compileFlow(flow, { key: 'key' as TenantKey, id: undefined }, kindOf);
}

function kindOf(type: string): TaskKind {
  return type.startsWith('inline.') ? 'inline' : 'runnable';
}

/**
 * Templates of tests: `{{ fail }}` fails, `{{ wait }}`, `{{ wait.x }}` and `{{ read(x) }}` must be loaded first, `{{ outputs.a.b }}` and other paths are
 * looked up, any other text stands for itself.
 */
export const testEvaluator: Evaluator = {
  text(template, variables) {
    const result = testEvaluator.value(template, variables);
    return result.kind === 'value' && typeof result.value === 'object' && result.value !== null
      ? { kind: 'value', value: JSON.stringify(result.value) }
      : result.kind === 'value'
        ? { kind: 'value', value: String(result.value) }
        : result;
  },
  value(template, variables) {
    if (Array.isArray(template)) return { kind: 'value', value: template };
    if (typeof template === 'object' && template !== null)
      return mapValue(template as Record<string, unknown>, variables);
    const path = /^\{\{ (.*) \}\}$/.exec(String(template))?.[1];
    if (path === undefined) return { kind: 'value', value: template };
    if (path === 'fail') return { kind: 'failed', message: 'cannot be rendered' };
    if (path === 'wait' || path.startsWith('wait.') || path.startsWith('read(')) return { kind: 'waiting' };
    const [root, ...rest] = path.split('.') as [string, ...string[]];
    const value = rest.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      variables.lookup(root),
    );
    return value === undefined ? { kind: 'failed', message: `Unable to find '${path}'` } : { kind: 'value', value };
  },
};

function mapValue(
  template: Record<string, unknown>,
  variables: Parameters<Evaluator['value']>[1],
): ReturnType<Evaluator['value']> {
  const map: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(template)) {
    const result = testEvaluator.value(member, variables);
    if (result.kind !== 'value') return result;
    map[key] = result.value;
  }
  return { kind: 'value', value: map };
}
