/** Expressions as people are shown them beside a flow or an execution: what can be known of them, and nothing secret. */
import { compileTemplate, contextOf, renderSync, type Context } from '@windhover/expressions';
import { IllegalArgument, type JsonObject, type TenantRef } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can, demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { variablesOfExecution, withRoots } from '../executions/eval-expression.ts';
import { getExecution } from '../executions/get-execution.ts';
import { flowThing } from '../flows/flow-name.ts';
import { getFlow } from '../flows/get-flow.ts';
import { parseInScope } from '../flows/outer-defaults.ts';
import { inheritedVariables } from '../namespaces/manage-namespaces.ts';

export interface RenderRequest {
  readonly expressions: readonly string[];
  /** Seen as by this execution … */
  readonly executionId?: string | undefined;
  /** … or by this flow … */
  readonly namespace?: string | undefined;
  readonly flowId?: string | undefined;
  /** … or by the flow of this source. Else there are global variables alone. */
  readonly flow?: string | undefined;
}

/** The same for everybody at any time: all else (dates of today, chance, what lies outside) is not called. */
const steady: ReadonlySet<string> = new Set([
  'currentEachOutput',
  'fromIon',
  'fromJson',
  'isDateAfter',
  'isDateBefore',
  'isDateBetween',
  'json',
  'max',
  'min',
  'range',
  'secret',
  'yaml',
]);

/** Of all expressions of a request together; what is left then stays as it is. */
const budgetMs = 1_000;

/**
 * Expression → text. One that names anything unknown, or calls what is not steady, stays as it is written; `secret()`
 * becomes `[secret: KEY]`. Of an execution it asks for the outputs, and of every flow to see it; what surrounds flows
 * (`globals`, `envs`, `namespace`) is known to those who may change flows there.
 */
export async function renderExpressions(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  actor: Actor,
  request: RenderRequest,
): Promise<Readonly<Record<string, string>>> {
  const context = {
    ...(await contextFor(deps, tenant, scope, actor, request)),
    functions: { secret: ({ key }: { readonly key?: unknown }) => `[secret: ${String(key)}]` },
    recursive: deps.settings.recursiveRendering,
  };
  const until = performance.now() + budgetMs;
  const shown = (expression: string): string => (performance.now() > until ? expression : display(expression, context));
  return Object.fromEntries(request.expressions.map((expression) => [expression, shown(expression)]));
}

function display(expression: string, context: Context): string {
  try {
    const template = compileTemplate(expression);
    return [...template.functions].every((name) => steady.has(name)) ? renderSync(template, context) : expression;
  } catch {
    return expression;
  }
}

async function contextFor(
  deps: Deps,
  tenant: TenantRef,
  scope: TenantScope,
  actor: Actor,
  { executionId, namespace, flowId, flow: source }: RenderRequest,
): Promise<Context> {
  if (executionId !== undefined) {
    const execution = await getExecution(scope, actor, executionId, 'EXECUTION:ACCESS_OUTPUTS');
    demandOn(actor, 'FLOW:VIEW', execution.namespace, flowThing({ ...execution, id: execution.flowId }));
    const around = await surroundings(deps, scope, actor, execution.namespace);
    return withRoots(await variablesOfExecution(deps, tenant, scope, execution), around);
  }
  if (namespace !== undefined && flowId !== undefined) {
    const { document, revision } = await getFlow(scope, actor, { namespace, id: flowId });
    const around = await surroundings(deps, scope, actor, namespace);
    return contextOf({ ...around, ...rootsOfFlow({ ...document, revision }, tenant) });
  }
  if (source === undefined) return contextOf(await surroundings(deps, scope, actor, namespace));
  const { document } = await parseInScope(deps, scope, source);
  if (document === undefined) throw new IllegalArgument({ reason: 'the source of the flow cannot be read' });
  const place = typeof document['namespace'] === 'string' ? document['namespace'] : undefined;
  return contextOf({ ...(await surroundings(deps, scope, actor, place)), ...rootsOfFlow(document, tenant) });
}

async function surroundings(
  { settings }: Deps,
  scope: TenantScope,
  actor: Actor,
  namespace: string | undefined,
): Promise<JsonObject> {
  if (!can(actor, 'FLOW:UPDATE', namespace)) return {};
  const { globals, envs } = settings.variables;
  return {
    globals,
    envs,
    ...(namespace !== undefined && { namespace: await inheritedVariables(scope, namespace) }),
  } as JsonObject;
}

/** What a flow knows before it runs. */
function rootsOfFlow({ id, namespace, revision, variables, labels }: JsonObject, tenant: TenantRef): JsonObject {
  const given = { id, namespace, revision, ...(tenant.id !== undefined && { tenantId: tenant.id }) };
  return {
    flow: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as JsonObject,
    vars: variables ?? {},
    ...(labels !== undefined && labels !== null && !Array.isArray(labels) && { labels }),
  };
}
