/** From the text that a user writes to a flow, with everything that is wrong or noteworthy in it. */
import type { PluginCatalog } from '../catalog.ts';
import type { Flow } from '../flow.ts';
import type { JsonObject } from '../json.ts';
import { errorsText, hasErrors } from '../problem.ts';
import type { Problem, Range } from '../problem.ts';
import { readSource } from '../source/read-source.ts';
import type { AppliedDefault } from './apply-plugin-defaults.ts';
import { checkExpressions } from './check-expressions.ts';
import { definedNames } from './defined-names.ts';
import { readFlow } from './read-flow.ts';
import { isData } from './reading.ts';
import type { Reading, TemplateReading } from './reading.ts';

export interface ParsedFlow {
  /** Only when no problem is an error. Its revision is 1 until the server numbers it. */
  readonly flow?: Flow;
  /** The source as plain data, whenever it is a map: enough for a draft. */
  readonly document?: JsonObject;
  /** All of them, in the order of the source. */
  readonly problems: readonly Problem[];
}

export interface ParseOptions {
  /** Defaults from outside of the flow: nearest namespace first, the server's last. */
  readonly pluginDefaults?: readonly (readonly AppliedDefault[])[];
  /** Characters that the key of a webhook needs; undefined: any will do, a short one gets a warning. */
  readonly minWebhookKeyLength?: number | undefined;
  /** Ids of the worker groups that there are; undefined: any may be named. */
  readonly workerGroups?: ReadonlySet<string> | undefined;
}

export interface LoadOptions extends Pick<ParseOptions, 'pluginDefaults'> {
  /** The document of a template; absent: tasks that take one in have no children. */
  readonly findTemplate?: TemplateReading['find'] | undefined;
}

/**
 * Parses one YAML (or JSON) document. Never throws for what the text says; bounded in time by the size of the text.
 * The rules are those of the manual, `docs/manual/flows.md`.
 */
export function parseFlow(source: string, catalog: PluginCatalog, options: ParseOptions = {}): ParsedFlow {
  const { data, problems: syntax, locate } = readSource(source);
  if (data === undefined) return { problems: syntax };
  const { minWebhookKeyLength, workerGroups } = options;
  const reading: Reading = { catalog, locate, problems: [], tasks: [], minWebhookKeyLength, workerGroups };
  if (!isData(data)) {
    const message = data === null ? 'The source is empty' : 'A flow is a map: `id`, `namespace`, `tasks` …';
    return { problems: [{ severity: 'error', code: 'SYNTAX', message, path: '', ...locate([]) }] };
  }
  const document = data as JsonObject;
  const flow = readFlow(reading, document, options.pluginDefaults ?? []);
  checkExpressions(reading, document, definedNames(reading, document));
  const problems = reading.problems.sort(bySource);
  return { ...(flow !== undefined && !hasErrors(problems) && { flow }), document, problems };
}

/** A stored revision as a flow. */
export interface LoadedFlow {
  /** Absent when the revision cannot be executed on this server. */
  readonly flow?: Flow;
  /** Why it cannot: a plugin that is gone, a property that changed. */
  readonly exception?: string;
}

/** The parts of a stored revision that a flow is made from. */
export interface StoredFlow {
  readonly document: JsonObject;
  readonly revision: number;
  readonly disabled: boolean;
  readonly deleted: boolean;
  readonly draft: boolean;
}

const nowhere: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/**
 * A flow that was accepted once, read leniently: properties that are not known any more are ignored. Costs a walk over the
 * document, so callers keep the answer.
 */
export function flowFromRevision(
  stored: StoredFlow,
  catalog: PluginCatalog,
  { pluginDefaults = [], findTemplate }: LoadOptions = {},
): LoadedFlow {
  const read = (templates?: TemplateReading) => {
    const reading: Reading = { catalog, locate: () => nowhere, problems: [], tasks: [], templates };
    return { reading, flow: readFlow(reading, stored.document, pluginDefaults) };
  };
  const alone = read();
  const { reading, flow } =
    alone.flow === undefined || findTemplate === undefined
      ? alone
      : read({
          find: findTemplate,
          within: [],
          takenIds: new Set(alone.reading.tasks.map(({ id }) => id)),
          pluginDefaults: [alone.flow.pluginDefaults, ...pluginDefaults],
        });
  const errors = reading.problems.filter((problem) => problem.code !== 'UNKNOWN_PROPERTY');
  if (flow === undefined || hasErrors(errors)) return { exception: errorsText(errors) ?? 'The flow cannot be read' };
  const { revision, disabled, deleted, draft } = stored;
  return { flow: { ...flow, revision, disabled, deleted, draft } };
}

/** Order of problems. */
export function bySource(one: Problem, other: Problem): number {
  return one.line - other.line || one.column - other.column;
}
