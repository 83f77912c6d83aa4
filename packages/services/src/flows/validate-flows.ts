import {
  allTasks,
  errorsText,
  isVisibleNamespace,
  splitDocuments,
  taskDefinitions,
  type Flow,
  type JsonObject,
  type Problem,
  type SourceDocument,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { can, visibleNamespaces } from '../access/permissions.ts';
import { toolWarnings } from '../mcp/tool-warnings.ts';
import { reusableInputsWarnings } from '../reusable-inputs/reusable-inputs-warnings.ts';
import { outerDefaults, parseInScope } from './outer-defaults.ts';
import type { ParsingDeps } from './parsing-rules.ts';
import { takeInTemplates } from './take-in-templates.ts';

/** What the validation of one document found. */
export interface FlowValidation {
  /** Of the document, from 0. */
  readonly index: number;
  readonly namespace?: string;
  readonly flow?: string;
  /** All errors in one text; undefined when it is valid. */
  readonly constraints: string | undefined;
  /** The source names a revision that would not be the next one: somebody has saved the flow since it was read. */
  readonly outdated: boolean;
  readonly deprecationPaths: readonly string[];
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  /** Everything once more with places in the whole text, for editors. */
  readonly problems: readonly Problem[];
}

/** What validating asks of the server. */
export type ValidationDeps = ParsingDeps & Pick<Deps, 'store'>;

const subflow = 'io.kestra.plugin.core.flow.Subflow';

/** Validates each document of a text; changes nothing. An empty text is one invalid document. */
export async function validateFlows(
  deps: ValidationDeps,
  scope: TenantScope,
  actor: Actor,
  text: string,
): Promise<readonly FlowValidation[]> {
  const results: FlowValidation[] = [];
  for (const [index, part] of documentsOf(text).entries()) {
    results.push(await validateOne(deps, scope, actor, part, index));
  }
  return results;
}

/** The documents of a text, an empty one too. */
export function documentsOf(text: string): readonly SourceDocument[] {
  const documents = splitDocuments(text);
  return documents.length === 0 ? [{ source: text, lineOffset: 0 }] : documents;
}

async function validateOne(
  deps: ValidationDeps,
  scope: TenantScope,
  actor: Actor,
  { source, lineOffset }: SourceDocument,
  index: number,
): Promise<FlowValidation> {
  const { flow, document, problems } = await parseInScope(deps, scope, source);
  const { id, namespace, revision } = document ?? {};
  const named = typeof id === 'string' && typeof namespace === 'string';
  const latest = named && mayList(actor, namespace) ? await scope.flows.findLatest(namespace, id) : undefined;
  const targets = flow === undefined ? [] : await missingTargets(scope, actor, flow);
  const templates = flow === undefined ? [] : await brokenTemplates(deps, scope, actor, { ...flow, source });
  const tools = flow === undefined ? [] : await toolWarnings(scope, actor, flow);
  const inputs = flow === undefined ? [] : await reusableInputsWarnings(deps.store, scope, actor, flow);
  const validation = toValidation(index, document ?? {}, problems, lineOffset);
  return {
    ...validation,
    outdated: typeof revision === 'number' && revision !== (latest?.revision ?? 0) + 1,
    warnings: [...validation.warnings, ...targets, ...templates, ...tools, ...inputs],
  };
}

/** What the problems of one document come to; its lines count from `lineOffset`. */
export function toValidation(
  index: number,
  { id, namespace }: JsonObject,
  problems: readonly Problem[],
  lineOffset: number,
): FlowValidation {
  const warnings = problems.filter(({ severity, code }) => severity === 'warning' && code !== 'DEPRECATED');
  return {
    index,
    ...(typeof namespace === 'string' && { namespace }),
    ...(typeof id === 'string' && { flow: id }),
    constraints: errorsText(problems),
    outdated: false,
    deprecationPaths: problems.filter(({ code }) => code === 'DEPRECATED').map(({ path }) => path),
    warnings: warnings.map(toLine),
    infos: problems.filter(({ severity }) => severity === 'info').map(({ message }) => message),
    problems: problems.map((problem) => ({
      ...problem,
      line: problem.line + lineOffset,
      endLine: problem.endLine + lineOffset,
    })),
  };
}

/** Nothing is said of namespaces in which the caller may not even list flows. */
async function missingTargets(scope: TenantScope, actor: Actor, flow: Flow): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const task of allTasks(flow)) {
    const { namespace, flowId } = task.properties;
    if (task.type !== subflow || typeof namespace !== 'string' || typeof flowId !== 'string') continue;
    if (`${namespace}${flowId}`.includes('{') || !mayList(actor, namespace)) continue;
    const target = await scope.flows.findLatest(namespace, flowId);
    if (target === undefined || target.deleted)
      lines.push(`${task.id}: The subflow '${flowId}' not found in namespace '${namespace}'.`);
    else if (target.disabled)
      lines.push(`${task.id}: The subflow '${flowId}' is disabled in namespace '${namespace}'.`);
  }
  return lines;
}

/** Why tasks that take in templates would fail if an execution began now; nothing of what the caller may not see. */
async function brokenTemplates(
  { store, catalog }: ValidationDeps,
  scope: TenantScope,
  actor: Actor,
  flow: Flow & { readonly source: string },
): Promise<readonly string[]> {
  const defaults = await outerDefaults(scope, flow.namespace);
  const context = { deps: { store, catalog }, tenantKey: scope.key, defaults, cacheKey: '', templates: undefined };
  const { flow: whole } = await takeInTemplates(context, { flow }, async () => flow);
  return (whole === undefined ? [] : [...taskDefinitions(whole)]).flatMap(
    ({ id, failure, properties: { namespace } }) =>
      failure !== undefined && typeof namespace === 'string' && can(actor, 'TEMPLATE:VIEW', namespace)
        ? [`${id}: ${failure}`]
        : [],
  );
}

function mayList(actor: Actor, namespace: string): boolean {
  return isVisibleNamespace(namespace, visibleNamespaces(actor, 'FLOW:LIST'));
}

function toLine({ path, message }: Problem): string {
  return path === '' ? message : `${path}: ${message}`;
}
