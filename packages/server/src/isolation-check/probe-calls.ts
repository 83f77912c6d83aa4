/** Calls of every operation that knows tenants or callers, with things of our choice wherever an operation takes one. */
import { allRoutes, parameterNames, type AnyRoute, type ParameterKind } from '@windhover/contract';
import { z } from 'zod';

/** A thing of each kind that a call can name; kinds that are missing get a word. */
export type ProbeThings = Readonly<Partial<Record<ParameterKind, string>>>;

export interface ProbeCall {
  readonly method: string;
  /** Below the tenant's segment, or where those of the instance begin. */
  readonly path: string;
  readonly body: string | FormData | undefined;
  readonly contentType: string | undefined;
}

export function probedRoutes(): readonly AnyRoute[] {
  return allRoutes().filter((route) => !isOpenRoute(route));
}

/** Those of the instance that strangers may call: they have no caller, and know nothing of tenants. */
export function openRoutes(): readonly AnyRoute[] {
  return allRoutes().filter(isOpenRoute);
}

function isOpenRoute({ level, access }: AnyRoute): boolean {
  return level === 'instance' && access.kind === 'public';
}

/** `word` differs from call to call: names that must be new are. */
export function probeCall(route: AnyRoute, things: ProbeThings, word: string): ProbeCall {
  const kinds = (route.parameterKinds ?? {}) as Readonly<Record<string, ParameterKind>>;
  let path = route.path;
  for (const name of parameterNames(path))
    path = path.replace(`{${name}}`, encodeURIComponent(things[kinds[name] ?? 'word'] ?? word));
  return { method: route.method, path: `${path}${queryOf(route, things, word)}`, ...bodyOf(route, things, word) };
}

function queryOf(route: AnyRoute, things: ProbeThings, word: string): string {
  const schema = route.query as z.ZodType | undefined;
  if (schema === undefined) return '';
  const wide = { page: '1', size: '1000' };
  const values = schema.safeParse(wide).success ? wide : sampleOf(schema, 'input', things, word);
  return `?${new URLSearchParams(values as Record<string, string>).toString()}`;
}

function bodyOf(route: AnyRoute, things: ProbeThings, word: string): Pick<ProbeCall, 'body' | 'contentType'> {
  // The standard has no bodies for them, and no client sends one
  const taken = route.method === 'GET' ? undefined : route.body;
  switch (taken?.kind) {
    case undefined:
      return { body: undefined, contentType: undefined };
    case 'json':
      return {
        body: JSON.stringify(sampleOf(taken.schema as z.ZodType, 'input', things, word) ?? {}),
        contentType: 'application/json',
      };
    case 'yaml':
      return { body: sourceFor(route, things, word), contentType: 'application/x-yaml' };
    case 'text':
    case 'any':
      return { body: '"text"', contentType: 'text/plain' };
    case 'multipart': {
      const body = new FormData();
      body.set('fileContent', new Blob(['text']), 'file.txt');
      return { body, contentType: undefined };
    }
  }
}

function sourceFor({ path }: AnyRoute, things: ProbeThings, word: string): string {
  if (path.includes('/reusable-inputs')) return blockSource(word);
  if (path.startsWith('/dashboards')) return dashboardSource(things, word);
  return path.startsWith('/templates') ? templateSource(things, word) : flowSource(things, word);
}

/** Of reusable inputs, whose name is that of the path. */
export function blockSource(word: string): string {
  return JSON.stringify({ description: word, inputs: [{ id: 'input', type: 'STRING', displayName: word }] });
}

export function dashboardSource({ dashboardId }: ProbeThings, word: string): string {
  const type = 'io.kestra.plugin.core.dashboard.chart.Markdown';
  const charts = [{ id: 'text', type, content: word }];
  return JSON.stringify({ id: dashboardId ?? word, title: word, charts });
}

export function templateSource({ namespace = 'company', templateId }: ProbeThings, word: string): string {
  const tasks = [{ id: 'log', type: 'io.kestra.plugin.core.log.Log', message: word }];
  return JSON.stringify({ id: templateId ?? word, namespace, description: word, tasks });
}

export function flowSource({ namespace = 'company', flowId, webhookKey }: ProbeThings, word: string): string {
  const tasks = [{ id: 'log', type: 'io.kestra.plugin.core.log.Log', message: word }];
  const webhook = { id: 'webhook', type: 'io.kestra.plugin.core.trigger.Webhook', key: webhookKey };
  const triggers = webhookKey === undefined ? [] : [webhook];
  return JSON.stringify({ id: flowId ?? word, namespace, description: word, tasks, triggers });
}

interface Shape {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

/** The smallest value that the schema takes, with things under the names that they go by. */
function sampleOf(schema: z.ZodType, io: 'input' | 'output', things: ProbeThings, word: string): unknown {
  const shape = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Shape;
  return sample(shape, '', things, word);
}

/** Names under which bodies and queries carry things. */
const kindOfName: Readonly<Record<string, ParameterKind>> = {
  namespace: 'namespace',
  namespaceId: 'namespace',
  flowId: 'flowId',
  executionId: 'executionId',
  executionsId: 'executionId',
  taskRunId: 'taskRunId',
  taskId: 'taskId',
  triggerId: 'triggerId',
  userId: 'userId',
  externalId: 'userId',
  membersId: 'userId',
  roleId: 'roleId',
  groupId: 'groupId',
  groupIds: 'groupId',
  keys: 'kvKey',
};

function sample(shape: Shape, name: string, things: ProbeThings, word: string): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  const either = shape.anyOf ?? shape.oneOf;
  if (either !== undefined) return sample(either[0] ?? {}, name, things, word);
  switch ([shape.type].flat()[0]) {
    case 'object': {
      const { properties = {}, required = [] } = shape;
      const filled = Object.keys(properties).filter((key) => required.includes(key) || key in kindOfName);
      return Object.fromEntries(filled.map((key) => [key, sample(properties[key]!, key, things, word)]));
    }
    case 'array':
      return [sample(shape.items ?? {}, name, things, word)];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    default:
      return things[kindOfName[name] ?? 'word'] ?? word;
  }
}
