/** One pass over a flow's document: what is known, and what was found to be wrong so far. */
import type { PluginCatalog } from '../catalog.ts';
import type { JsonObject } from '../json.ts';
import type { AppliedDefault } from './apply-plugin-defaults.ts';
import { pathText } from '../problem.ts';
import type { Path, Problem, ProblemCode, Severity } from '../problem.ts';
import type { Locate, Within } from '../source/locator.ts';

export interface Reading {
  readonly catalog: PluginCatalog;
  readonly locate: Locate;
  readonly problems: Problem[];
  /** Every task so far, for rules over the whole flow. */
  readonly tasks: { readonly id: string; readonly path: Path }[];
  /** Characters that the key of a webhook needs; undefined: a shorter one than is advised gets a warning alone. */
  readonly minWebhookKeyLength?: number | undefined;
  /** Ids of those that there are; undefined: any may be named. */
  readonly workerGroups?: ReadonlySet<string> | undefined;
  /** Undefined: tasks that take in templates are read without. */
  readonly templates?: TemplateReading | undefined;
}

/** What a flow may take in. */
export interface TemplateReading {
  /** The document of a template; undefined when there is none. */
  find(name: { readonly namespace: string; readonly id: string }): JsonObject | undefined;
  /** Those that are being read, outermost first. */
  readonly within: readonly string[];
  /** Of the flow and of what it has taken in so far: grows. */
  readonly takenIds: Set<string>;
  /** In force in the flow, nearest level first. */
  readonly pluginDefaults: readonly (readonly AppliedDefault[])[];
}

export interface Finding {
  readonly severity?: Severity;
  readonly code: ProblemCode;
  readonly message: string;
  /** Points at the key instead of the value, or at a place within its text. */
  readonly part?: 'key' | 'value' | Within;
  readonly remedy?: string | undefined;
}

/** Adds a problem at the place of `path`; an error unless it says otherwise. */
export function report(reading: Reading, path: Path, finding: Finding): void {
  const { severity = 'error', code, message, part = 'value', remedy } = finding;
  const problem = { severity, code, message, path: pathText(path), ...reading.locate(path, part) };
  reading.problems.push(remedy === undefined ? problem : { ...problem, remedy });
}

/** What is written as a list; nothing is an empty one, and anything else is reported. */
export function listAt(reading: Reading, value: unknown, path: Path, of = ''): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isPresent(value)) report(reading, path, { code: 'INVALID_VALUE', message: `must be a list${of}` });
  return [];
}

export type Data = { readonly [key: string]: unknown };

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An entry that was written and is not null; YAML writes null where nothing follows the colon. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
