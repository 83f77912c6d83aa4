/** The inputs of a new execution (or of a resume): defaults, dependencies, types and constraints, every problem found. */
import type { Input, InputType } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';
import { convertInput } from './convert-input.ts';
import { flattenForms } from './flatten-forms.ts';
import { defaultOf, isEnabled, withOfferedValues } from './input-sources.ts';
import type { InputServices } from './input-sources.ts';
import { findNested, nest } from './nesting.ts';

export interface InputProblem {
  readonly inputId: string;
  /** ``Invalid input for `ID`, <reason>, but received `VALUE` ``. */
  readonly message: string;
}

export interface ResolvedInput {
  /** With the values that an `expression` gave as `options.values`. */
  readonly input: Input;
  readonly enabled: boolean;
  /** Typed; text of a SECRET before encryption is never in it. Absent when disabled or wrong. */
  readonly value?: Json;
  /** Whether the value is the declared default. */
  readonly isDefault: boolean;
  readonly problems: readonly InputProblem[];
}

export interface InputResolution {
  /** Typed values, nested at the dots of their ids. Only to be used when there are no problems. */
  readonly values: JsonObject;
  readonly problems: readonly InputProblem[];
  /** In the order of declaration, the children of a form behind it. */
  readonly inputs: readonly ResolvedInput[];
}

export interface ResolveOptions {
  /** Flow and schedule triggers start executions although required inputs are missing. Default true. */
  readonly checkRequired?: boolean;
}

/**
 * Resolves `inputs` against what was supplied by id (a dotted id also as a path of maps). Files are supplied as the URI
 * under which the caller stored them. Supplied values that nothing declares are ignored. Rejects only for a failure of
 * the services that is not the input's fault.
 */
export async function resolveInputs(
  inputs: readonly Input[],
  supplied: Readonly<Record<string, unknown>>,
  services: InputServices,
  options: ResolveOptions = {},
): Promise<InputResolution> {
  const declared = flattenForms(inputs);
  const resolved = new Map<string, ResolvedInput>();
  for (const input of inDependencyOrder(declared)) {
    resolved.set(input.id, await resolveInput(input, findNested(supplied, input.id), resolved, services, options));
  }
  const ordered = declared.map((input) => resolved.get(input.id)!);
  return { values: valuesOf(ordered), problems: ordered.flatMap((item) => item.problems), inputs: ordered };
}

/** What an input depends on comes before it. Unknown ids and cycles were refused at save and are passed over. */
function inDependencyOrder(inputs: readonly Input[]): ReadonlySet<Input> {
  const byId = new Map(inputs.map((input) => [input.id, input]));
  const begun = new Set<Input>();
  const ordered = new Set<Input>();
  const visit = (input: Input): void => {
    if (begun.has(input)) return;
    begun.add(input);
    for (const id of input.dependsOn?.inputs ?? []) {
      const dependency = byId.get(id);
      if (dependency !== undefined) visit(dependency);
    }
    ordered.add(input);
  };
  for (const input of inputs) visit(input);
  return ordered;
}

async function resolveInput(
  input: Input,
  supplied: unknown,
  resolved: ReadonlyMap<string, ResolvedInput>,
  services: InputServices,
  { checkRequired = true }: ResolveOptions,
): Promise<ResolvedInput> {
  const known = seenBy(input, valuesOf([...resolved.values()]));
  const failed = (message: string, enabled = true): ResolvedInput => ({
    input,
    enabled,
    isDefault: false,
    problems: [{ inputId: input.id, message }],
  });
  const condition = await isEnabled(input, known, (id) => resolved.get(id)?.enabled === false, services);
  if (typeof condition === 'string') return failed(invalid(input, condition, supplied), false);
  if (!condition || input.type === 'FORM') return { input, enabled: condition, isDefault: false, problems: [] };
  if (input.failure !== undefined) return failed(`Invalid input for \`${input.id}\`, ${input.failure}`);

  let offered: Input;
  let given: unknown;
  // Whoever hands on what is null has no value either: a subflow, say, of an input that nobody gave.
  const isDefault = supplied === undefined || supplied === null || (supplied === '' && !takesEmptyText(input));
  try {
    offered = await withOfferedValues(input, known, services);
    given = isDefault ? await defaultOf(offered, known, services) : supplied;
  } catch (error) {
    return failed(invalid(input, (error as Error).message, supplied));
  }
  if (given === null || given === undefined) {
    if (input.required && checkRequired)
      return { ...failed(invalid(input, 'missing required input', null)), input: offered };
    return { input: offered, enabled: true, isDefault, value: null, problems: [] };
  }
  const outcome = convertInput(offered, given);
  if (!outcome.ok) return { ...failed(invalid(input, outcome.reason, given)), input: offered };
  if (input.type !== 'SECRET') return { input: offered, enabled: true, isDefault, value: outcome.value, problems: [] };
  if (services.encrypt === undefined) {
    return failed(`Invalid input for \`${input.id}\`, SECRET inputs need an encryption key, and the server has none`);
  }
  return { input, enabled: true, isDefault, value: await services.encrypt(textOf(outcome.value)), problems: [] };
}

/** Of other types the empty text is no value: it is what null is rendered to, and what a form sends of an empty field. */
const noEmptyText: ReadonlySet<InputType> = new Set([
  'INT',
  'FLOAT',
  'DATETIME',
  'DATE',
  'TIME',
  'DURATION',
  'ARRAY',
  'MULTISELECT',
  'JSON',
  'ION',
  'OBJECT',
  'TABLE',
  'FILE',
]);

function takesEmptyText({ type }: Input): boolean {
  return !noEmptyText.has(type);
}

/** The values that its expressions find: of reusable inputs those of each other by their own ids, too. */
function seenBy({ blockId }: Input, known: JsonObject): JsonObject {
  const siblings = blockId === undefined ? undefined : findNested(known, blockId);
  return { ...known, ...(siblings as JsonObject | undefined) };
}

/** A secret's value is not repeated. */
function invalid(input: Input, reason: string, received: unknown): string {
  const text = received === undefined || received === null ? 'null' : textOf(received);
  const shown =
    input.type === 'SECRET' && received !== null ? '******' : text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
  return `Invalid input for \`${input.id}\`, ${reason}, but received \`${shown}\``;
}

function valuesOf(inputs: readonly ResolvedInput[]): JsonObject {
  return nest(
    inputs.flatMap(({ input, enabled, value }) => (enabled && value !== undefined ? [[input.id, value] as const] : [])),
  );
}
