/** Where an input's value comes from when none is supplied, what it may be chosen from, and whether it is asked for at all. */
import { hasExpression } from '@windhover/expressions';
import type { Input } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';

export interface InputServices {
  /** Renders a template (texts in maps and lists too) to a typed value, with these values as `inputs`; may be a promise. Throws when it cannot. */
  render(template: Json, inputs: JsonObject): unknown;
  /** Absent when no encryption key is configured: SECRET inputs are refused then. */
  readonly encrypt?: ((text: string) => Promise<Json> | Json) | undefined;
}

/** Whether an input is asked for; a text says why its condition could not be rendered. */
export async function isEnabled(
  input: Input,
  known: JsonObject,
  isDisabled: (id: string) => boolean,
  services: InputServices,
): Promise<boolean | string> {
  if (input.dependsOn === undefined) return true;
  if (input.dependsOn.inputs.some(isDisabled)) return false;
  const { condition } = input.dependsOn;
  if (condition === undefined) return true;
  try {
    const outcome = await services.render(condition, known);
    return outcome === true || String(outcome).trim() === 'true';
  } catch (error) {
    return `Invalid condition: ${(error as Error).message}`;
  }
}

/** The input with the values that its expression offers. */
export async function withOfferedValues(input: Input, known: JsonObject, services: InputServices): Promise<Input> {
  const { expression } = input.options;
  if (typeof expression !== 'string') return input;
  const rendered = await services.render(expression, known);
  const list = typeof rendered === 'string' ? parseList(rendered) : rendered;
  if (!Array.isArray(list)) throw new Error(`the expression \`${expression}\` must give a list`);
  return { ...input, options: { ...input.options, values: list.map(textOf) } };
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The declared default, rendered; null when there is none. */
export async function defaultOf(input: Input, known: JsonObject, services: InputServices): Promise<unknown> {
  const { defaults } = input;
  if (defaults === undefined || defaults === null) {
    const { values, autoSelectFirst } = input.options;
    if (autoSelectFirst !== true || !Array.isArray(values) || values.length === 0) return null;
    return input.type === 'MULTISELECT' ? [values[0]] : values[0];
  }
  const mayRender = hasExpression(typeof defaults === 'string' ? defaults : JSON.stringify(defaults));
  return mayRender ? services.render(defaults, known) : defaults;
}
