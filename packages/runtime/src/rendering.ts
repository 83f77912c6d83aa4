/** What templates see, and how the engine and tasks have them rendered. */
import {
  compileTemplate,
  compileTree,
  type Context,
  type ContextFunction,
  ExpressionError,
  type RenderAs,
  renderTreeSync,
} from '@windhover/expressions';
import { NotLoaded, type CompiledFlow, type Evaluation, type Evaluator, type Variables } from '@windhover/engine';
import type { Clock } from '@windhover/services';
import type { RuntimeSettings } from './deps.ts';
import type { NamespaceVariables } from './namespace-variables.ts';

/** Functions with effects outside: a synchronous rendering that calls one is done again asynchronously. */
const outsideFunctions = [
  'errorLogs',
  'fileExists',
  'fileSize',
  'fileURI',
  'http',
  'isFileEmpty',
  'kv',
  'randomPort',
  'read',
  'secret',
] as const;

export interface Rendering {
  /** For the engine: renders at once, or answers `waiting`. */
  readonly evaluator: Evaluator;
  /** Roots that an execution of the flow sees beside its own. */
  extraOf(flow: CompiledFlow): Variables;
  /** A context in which functions with effects throw `NotLoaded`. */
  contextSync(variables: Variables): Context;
  contextAsync(variables: Variables, functions: Readonly<Record<string, ContextFunction>>): Context;
}

export function createRendering(
  settings: RuntimeSettings,
  clock: Clock,
  namespaces: Pick<NamespaceVariables, 'find'>,
): Rendering {
  const { recursiveRendering } = settings;
  const refuse: ContextFunction = () => {
    throw new NotLoaded();
  };
  const refusals = Object.fromEntries(outsideFunctions.map((name) => [name, refuse]));
  const contextAsync: Rendering['contextAsync'] = (variables, functions) => ({
    lookup: (name) => variables.lookup(name),
    names: () => variables.names(),
    functions,
    now: () => clock.now(),
    recursive: recursiveRendering,
  });
  const contextSync: Rendering['contextSync'] = (variables) => contextAsync(variables, refusals);
  return {
    evaluator: createEvaluator(contextSync),
    extraOf: extraRoots(settings, namespaces),
    contextSync,
    contextAsync,
  };
}

/** Whether something had to be loaded first, however deep inside the rendering it was noticed. */
export function notLoadedIn(error: unknown): NotLoaded | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof NotLoaded) return at;
  return undefined;
}

function createEvaluator(contextOf: (variables: Variables) => Context): Evaluator {
  const evaluate = (template: unknown, variables: Variables, as: RenderAs): Evaluation => {
    try {
      const tree =
        typeof template === 'string'
          ? ({ kind: 'template', template: compileTemplate(template) } as const)
          : compileTree(template);
      return { kind: 'value', value: renderTreeSync(tree, contextOf(variables), as) };
    } catch (error) {
      if (notLoadedIn(error) !== undefined) return { kind: 'waiting' };
      return { kind: 'failed', message: messageOf(error) };
    }
  };
  return {
    text: (template, variables) => evaluate(template, variables, 'text'),
    value: (template, variables) => evaluate(template, variables, 'typed'),
  };
}

/** Of an expression or a task the message is for the user; anything else is ours to explain. */
export function messageOf(error: unknown): string {
  if (error instanceof ExpressionError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

function extraRoots(
  { variables, url, environment }: RuntimeSettings,
  namespaces: Pick<NamespaceVariables, 'find'>,
): Rendering['extraOf'] {
  const roots = new Map<string, unknown>([
    ['globals', variables.globals],
    ['envs', variables.envs],
    ['kestra', { ...(url === undefined ? {} : { url }), ...(environment === undefined ? {} : { environment }) }],
  ]);
  const names = [...roots.keys(), 'namespace'];
  return ({ tenantKey, flow }) => ({
    lookup(name) {
      if (name !== 'namespace') return roots.get(name);
      const known = namespaces.find(tenantKey, flow.namespace);
      if (known === undefined) throw new NotLoaded();
      return known;
    },
    names: () => names,
  });
}
