/** What expressions of a flow can name, as texts that an editor offers. */
import { filterNames, functionNames } from '@windhover/expressions';
import {
  flattenForms,
  membersOfRoots,
  type Flow,
  type Json,
  type JsonObject,
  type PluginCatalog,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { openNamespaceFiles } from '../files/namespace-files.ts';
import { parseInScope } from '../flows/outer-defaults.ts';
import { listInheritedKv, listKv } from '../kv/manage-kv.ts';
import { declaredInputs } from '../reusable-inputs/declared-inputs.ts';
import { maySeeReusableInputs } from '../reusable-inputs/may-see.ts';
import { inheritedSecrets } from '../secrets/manage-secrets.ts';

type ExpressionCategory =
  | 'taskOutputs'
  | 'executionContext'
  | 'inputs'
  | 'variables'
  | 'secrets'
  | 'kvPairs'
  | 'namespaceFiles'
  | 'filters'
  | 'functions'
  | 'appContext';

/** More files than an editor offers. */
const maxFiles = 1_000;
const notTasks: ReadonlySet<string> = new Set(['inputs', 'outputs', 'triggers', 'pluginDefaults', 'taskDefaults']);
const context = ['flow', 'execution', 'task', 'taskrun', 'trigger'];
const plainName = /^[a-zA-Z_]\w*$/;

/**
 * By category. Of a source that is not valid yet, what can be read of it. Outputs are those of the tasks before `taskId`,
 * or of all; names of secrets, pairs and files are given to those who may list them.
 */
export async function flowExpressions(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  source: string,
  taskId?: string,
): Promise<Readonly<Record<ExpressionCategory, readonly string[]>>> {
  const { document = {}, flow } = await parseInScope(deps, scope, source);
  const inputs = flow === undefined ? idsOf(document['inputs']) : await inputIdsOf(deps, scope, actor, flow);
  const { namespace } = document;
  const kept =
    typeof namespace === 'string' && namespace !== '' ? await keptNames(deps, scope, actor, namespace) : none;
  return {
    taskOutputs: outputsOf(deps.catalog, document, taskId),
    executionContext: [...context.flatMap((root) => (membersOfRoots[root] ?? []).map((name) => path(root, name)))],
    inputs: inputs.map((id) => path('inputs', ...id.split('.'))),
    variables: isData(document['variables'])
      ? Object.keys(document['variables']).map((name) => path('vars', name))
      : [],
    ...kept,
    filters: [...filterNames].toSorted(),
    functions: [...functionNames].toSorted(),
    appContext: [],
  };
}

/** Those of forms by their whole path, and of reusable inputs that the caller may see. */
async function inputIdsOf({ store }: Deps, { key }: TenantScope, actor: Actor, flow: Flow): Promise<readonly string[]> {
  const inputs = await Promise.all(
    flow.inputs.map(async (input) =>
      maySeeReusableInputs(actor, flow, input) ? declaredInputs(store, key, flow, [input]) : [input],
    ),
  );
  return flattenForms(inputs.flat()).flatMap(({ id, type }) => (type === 'FORM' ? [] : [id]));
}

const none = { secrets: [], kvPairs: [], namespaceFiles: [] };

async function keptNames(deps: Deps, scope: TenantScope, actor: Actor, namespace: string) {
  const secrets = can(actor, 'SECRET:LIST', namespace) ? await inheritedSecrets(deps, scope, namespace) : {};
  const pairs = can(actor, 'KVSTORE:LIST', namespace)
    ? [...(await listKv(deps, scope, namespace)), ...(await listInheritedKv(deps, scope, namespace))]
    : [];
  const mayRead = can(actor, 'NAMESPACE:VIEW', namespace) || can(actor, 'FLOW:VIEW', namespace);
  return {
    secrets: [...new Set(Object.values(secrets).flat())].map((key) => call('secret', key)),
    kvPairs: pairs.map(({ key }) => call('kv', key)),
    namespaceFiles: mayRead ? await filesOf(deps, scope, namespace) : [],
  };
}

async function filesOf({ files }: Deps, { key }: TenantScope, namespace: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const file of openNamespaceFiles(files, key, namespace).walk('/')) {
    if (names.push(call('read', file.path.slice(1))) === maxFiles) break;
  }
  return names;
}

/** Of tasks in the order in which they are written, with what their type says it gives. */
function outputsOf(catalog: PluginCatalog, document: JsonObject, until: string | undefined): readonly string[] {
  const tasks = Object.entries(document)
    .filter(([key]) => !notTasks.has(key))
    .flatMap(([, value]) => tasksIn(value));
  const end = tasks.findIndex(({ id }) => id === until);
  return (end < 0 ? tasks : tasks.slice(0, end)).flatMap(({ id, type }) => {
    const outputs = catalog.find(type)?.outputs;
    return outputs !== undefined && 'shape' in outputs
      ? Object.keys(outputs.shape as object).map((name) => path('outputs', id, name))
      : [path('outputs', id)];
  });
}

function tasksIn(value: Json | undefined): readonly { readonly id: string; readonly type: string }[] {
  if (Array.isArray(value)) return value.flatMap((item) => tasksIn(item));
  if (!isData(value)) return [];
  const { id, type } = value;
  const inner = Object.values(value).flatMap((item) => tasksIn(item));
  return typeof id === 'string' && typeof type === 'string' ? [{ id, type }, ...inner] : inner;
}

function idsOf(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => (isData(item) && typeof item['id'] === 'string' ? [item['id']] : []));
}

function path(root: string, ...names: readonly string[]): string {
  return `{{ ${root}${names.map((name) => (plainName.test(name) ? `.${name}` : `[${quoted(name)}]`)).join('')} }}`;
}

function call(name: string, argument: string): string {
  return `{{ ${name}(${quoted(argument)}) }}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function isData(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
