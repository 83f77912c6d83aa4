import type { Json, JsonObject } from '@windhover/model';
import type { InputCheck } from '../../api/executions.ts';
import type { WireInput } from '../../api/wire.ts';
import { fromLocalText, toLocalText } from '../../format/local-text.ts';

/** What was entered, by input id: text as the API takes it, or a file. Inputs that were not touched are not in it. */
export type InputValues = Readonly<Record<string, string | File | undefined>>;

/** The inputs as fields: the children of a form under their full path `form.child`. */
export function flatInputs(inputs: readonly WireInput[], prefix = ''): readonly WireInput[] {
  return inputs.flatMap((input) =>
    input.type === 'FORM'
      ? flatInputs(input.inputs ?? [], `${prefix}${input.id}.`)
      : [prefix === '' ? input : { ...input, id: prefix + input.id }],
  );
}

/** The same of what the server says of them: it names each input by its full path. */
export function fieldsOf({ inputs }: Pick<InputCheck, 'inputs'>): readonly WireInput[] {
  return inputs.map(({ input }) => input).filter(({ type }) => type !== 'FORM');
}

/** The request's form: one field an input, files under the input's id. What was left empty is not sent. */
export function toForm(inputs: readonly WireInput[], values: InputValues): FormData {
  const form = new FormData();
  for (const { id, type } of inputs) {
    const value = values[id];
    if (value === undefined || value === '') continue;
    if (value instanceof File) form.append(id, value, value.name);
    else form.append(id, type === 'DATETIME' ? fromLocalText(value) : value);
  }
  return form;
}

/** A default as a field shows it; undefined when there is none or only the server can work it out. */
export function shownDefault(input: WireInput): string | undefined {
  const value: Json | undefined = input.defaults ?? input.prefill;
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('{{') ? undefined : text;
}

/** Values that were given before, as fields show them. Files and what is secret have to be given again. */
export function enteredOf(inputs: readonly WireInput[], given: JsonObject | undefined): InputValues {
  const known = inputs.flatMap(({ id, type }) => {
    const value = valueAt(given, id);
    if (value === undefined || value === null || type === 'FILE' || type === 'SECRET') return [];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [[id, type === 'DATETIME' ? toLocalText(text) : text] as const];
  });
  return Object.fromEntries(known);
}

function valueAt(given: JsonObject | undefined, id: string): Json | undefined {
  return id
    .split('.')
    .reduce<Json | undefined>(
      (at, name) =>
        typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as JsonObject)[name] : undefined,
      given,
    );
}

/** What was entered as JSON, for calls that take no form: numbers, booleans, lists and objects as such, the rest as text. */
export function toJsonValues(inputs: readonly WireInput[], values: InputValues): JsonObject {
  const entered = inputs.flatMap(({ id, type }) => {
    const value = values[id];
    if (typeof value !== 'string' || value === '') return [];
    return [[id, type === 'DATETIME' ? fromLocalText(value) : toJson(type, value)] as const];
  });
  return Object.fromEntries(entered);
}

const textTypes: ReadonlySet<string> = new Set(['STRING', 'SECRET', 'EMAIL', 'URI', 'SELECT', 'ENUM', 'DATE', 'TIME']);

function toJson(type: string, value: string): Json {
  if (textTypes.has(type)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value; // the server says what is wrong with it
  }
}

/** How the text of a table begins: one row, its columns without values. */
export function rowOutline({ columns = [] }: WireInput): string {
  return `[${mapOutline(columns)}]`;
}

/** How the text of a map begins: what it holds, without values. */
export function mapOutline(parts: readonly WireInput[]): string {
  return `{${parts.map(({ id }) => `"${id}": …`).join(', ')}}`;
}
