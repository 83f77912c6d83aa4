import { allTasks, errorsText, isVisibleNamespace, splitDocuments, type Flow, type Problem } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import { parseInScope } from './outer-defaults.ts';
import type { ParsingDeps } from './parsing-rules.ts';

/** What the validation of one document found. */
export interface FlowValidation {
  /** Of the document, from 0. */
  readonly index: number;
  readonly namespace?: string;
  readonly flow?: string;
  /** All errors in one text; undefined when it is valid. */
  readonly constraints: string | undefined;
  /** The stored flow is newer than the revision that the source names. */
  readonly outdated: boolean;
  readonly deprecationPaths: readonly string[];
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  /** Everything once more with places in the whole text, for editors. */
  readonly problems: readonly Problem[];
}

const subflow = 'io.kestra.plugin.core.flow.Subflow';

/** Validates each document of a text; changes nothing. An empty text is one invalid document. */
export async function validateFlows(
  deps: ParsingDeps,
  scope: TenantScope,
  actor: Actor,
  text: string,
): Promise<readonly FlowValidation[]> {
  const documents = splitDocuments(text);
  const sources = documents.length === 0 ? [{ source: text, lineOffset: 0 }] : documents;
  const results: FlowValidation[] = [];
  for (const [index, { source, lineOffset }] of sources.entries()) {
    results.push(await validateOne(deps, scope, actor, source, lineOffset, index));
  }
  return results;
}

async function validateOne(
  deps: ParsingDeps,
  scope: TenantScope,
  actor: Actor,
  source: string,
  lineOffset: number,
  index: number,
): Promise<FlowValidation> {
  const { flow, document, problems } = await parseInScope(deps, scope, source);
  const { id, namespace, revision } = document ?? {};
  const named = typeof id === 'string' && typeof namespace === 'string';
  const latest = named && mayList(actor, namespace) ? await scope.flows.findLatest(namespace, id) : undefined;
  const targets = flow === undefined ? [] : await missingTargets(scope, actor, flow);
  const warnings = problems.filter(({ severity, code }) => severity === 'warning' && code !== 'DEPRECATED');
  return {
    index,
    ...(typeof namespace === 'string' && { namespace }),
    ...(typeof id === 'string' && { flow: id }),
    constraints: errorsText(problems),
    outdated: typeof revision === 'number' && latest !== undefined && latest.revision > revision,
    deprecationPaths: problems.filter(({ code }) => code === 'DEPRECATED').map(({ path }) => path),
    warnings: [...warnings.map(toLine), ...targets],
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
      lines.push(`${task.id}: the subflow '${namespace}.${flowId}' does not exist`);
    else if (target.disabled) lines.push(`${task.id}: the subflow '${namespace}.${flowId}' is disabled`);
  }
  return lines;
}

function mayList(actor: Actor, namespace: string): boolean {
  return isVisibleNamespace(namespace, visibleNamespaces(actor, 'FLOW:LIST'));
}

function toLine({ path, message }: Problem): string {
  return path === '' ? message : `${path}: ${message}`;
}
