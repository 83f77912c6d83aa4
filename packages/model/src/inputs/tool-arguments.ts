/** Inputs of a flow as the arguments of a tool: what agents are told of them. */
import { hasExpression } from '@windhover/expressions';
import type { Input, InputType, TriggerDefinition } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';
import { flattenForms } from './flatten-forms.ts';
import { findNested } from './nesting.ts';
import { valueSchema } from './value-schema.ts';

/**
 * The inputs that a call gives, those of forms under their full ids. What the trigger gives itself is none of them, so that no
 * agent overrides it, and neither are files, which no agent can send.
 */
export function toolArguments(inputs: readonly Input[], trigger: Pick<TriggerDefinition, 'inputs'>): readonly Input[] {
  return flattenForms(inputs).filter(({ id, type }) => !notGiven.has(type) && !isGivenBy(trigger, id));
}

const notGiven: ReadonlySet<InputType> = new Set(['FORM', 'REUSABLE_INPUTS', 'FILE']);

/** Whether the trigger itself gives an input. */
export function isGivenBy({ inputs = {} }: Pick<TriggerDefinition, 'inputs'>, inputId: string): boolean {
  return findNested(inputs, inputId) !== undefined;
}

/** Whether an execution cannot do without a value being given. */
export function isNeeded({ required, defaults, dependsOn, options }: Input): boolean {
  const hasDefault = (defaults !== undefined && defaults !== null) || options['autoSelectFirst'] === true;
  return required && !hasDefault && dependsOn === undefined;
}

/** A JSON Schema (2020-12) of an object with a property for each; rules that it cannot say are in the descriptions. */
export function argumentsSchema(inputs: readonly Input[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map((input) => [input.id, propertyOf(input)])),
    required: inputs.filter(isNeeded).map(({ id }) => id),
    additionalProperties: false,
  };
}

function propertyOf(input: Input): JsonObject {
  const { displayName, defaults } = input;
  const description = descriptionOf(input);
  return {
    ...valueSchema(input),
    ...(displayName === undefined ? {} : { title: displayName }),
    ...(description === '' ? {} : { description }),
    ...(defaults === undefined || defaults === null || isRendered(defaults) ? {} : { default: defaults }),
  };
}

function descriptionOf({ type, description, dependsOn, options }: Input): string {
  const { validator, after, before, min, max } = options;
  const isDuration = type === 'DURATION';
  return [
    description,
    type === 'SECRET' ? 'A secret: it is kept encrypted, and shown to nobody.' : undefined,
    examples[type],
    validator === undefined ? undefined : `Matches the pattern \`${textOf(validator)}\`.`,
    after === undefined ? undefined : `Not before ${textOf(after)}.`,
    before === undefined ? undefined : `Not after ${textOf(before)}.`,
    isDuration && min !== undefined ? `At least ${textOf(min)}.` : undefined,
    isDuration && max !== undefined ? `At most ${textOf(max)}.` : undefined,
    dependsOn === undefined ? undefined : `Counts together with: ${dependsOn.inputs.join(', ')}.`,
  ]
    .filter((sentence) => sentence !== undefined && sentence !== '')
    .join(' ');
}

const examples: Readonly<Partial<Record<InputType, string>>> = {
  DATETIME: 'An instant. Example: 2026-03-01T08:00:00Z.',
  DATE: 'A date. Example: 2026-03-01.',
  TIME: 'A time of day. Example: 08:30:00.',
  DURATION: 'An ISO-8601 duration. Example: PT1H30M.',
};

function isRendered(defaults: Json): boolean {
  return hasExpression(typeof defaults === 'string' ? defaults : JSON.stringify(defaults));
}
