/** Inputs and outputs as declared. */
import type { z } from 'zod';
import { hasExpression } from '@windhover/expressions';
import type { Input, InputType, Output } from '../flow.ts';
import type { Json, JsonObject } from '../json.ts';
import { nearestName } from '../nearest-name.ts';
import type { Path } from '../problem.ts';
import { convertProperties } from '../plugins/convert-properties.ts';
import { checkDependencies, checkInput, checkNesting, reportDuplicates } from './check-inputs.ts';
import { checkShape, reportUnknown } from './check-shape.ts';
import { inputOptions, inputSchema, inputTypes, outputSchema } from './input-schema.ts';
import { textOf } from '../text-of.ts';
import { isData, isPresent, listAt, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

export function readInputs(reading: Reading, value: unknown, path: Path): readonly Input[] {
  const inputs = readList(reading, value, path, readInput);
  reportDuplicates(reading, inputs, 'input', path);
  checkNesting(reading, inputs, path);
  checkDependencies(reading, inputs, path);
  return inputs;
}

export function readOutputs(reading: Reading, value: unknown, path: Path): readonly Output[] {
  const outputs = readList(reading, value, path, readOutput);
  reportDuplicates(reading, outputs, 'output', path);
  return outputs;
}

function readList<T>(
  reading: Reading,
  value: unknown,
  path: Path,
  read: (reading: Reading, value: Data, path: Path) => T | undefined,
): readonly T[] {
  return listAt(reading, value, path).flatMap((item, index): readonly T[] => {
    const at = [...path, index];
    if (!isData(item)) report(reading, at, { code: 'INVALID_VALUE', message: 'must be a map with `id` and `type`' });
    const found = isData(item) ? read(reading, item, at) : undefined;
    return found === undefined ? [] : [found];
  });
}

function readInput(reading: Reading, value: Data, path: Path): Input | undefined {
  const written = split(reading, inputSchema, value, path);
  const { common } = written;
  const id = common?.id ?? common?.name;
  if (!isPresent(value['id']) && !isPresent(value['name'])) {
    report(reading, [...path, 'id'], { code: 'MISSING', message: 'must not be null' });
  }
  if (common === undefined || id === undefined) return undefined;
  const input: Input = {
    id,
    type: common.type,
    ...(common.description !== undefined && { description: common.description }),
    ...(common.displayName !== undefined && { displayName: common.displayName }),
    required: common.required,
    ...(common.defaults !== undefined && { defaults: common.defaults as Json }),
    ...(common.prefill !== undefined && { prefill: common.prefill as Json }),
    ...(common.dependsOn !== undefined && {
      dependsOn: {
        inputs: common.dependsOn.inputs,
        ...(common.dependsOn.condition !== undefined && { condition: common.dependsOn.condition }),
      },
    }),
    options: optionsOf(reading, common.type, value, written.options, path),
  };
  checkInput(reading, input, path);
  return input;
}

function optionsOf(reading: Reading, type: InputType, value: Data, options: JsonObject, path: Path): JsonObject {
  if (type === 'FORM') return readForm(reading, value, path);
  if (type === 'TABLE')
    return { ...options, columns: readParts(reading, value['columns'], [...path, 'columns'], column) };
  if (type !== 'OBJECT' || !Array.isArray(value['properties'])) return options;
  return { ...options, properties: readParts(reading, value['properties'], [...path, 'properties'], property) };
}

interface PartWords {
  readonly kind: string;
  readonly name: string;
  /** Types of which it cannot be: they are more than a value, or need more than the value to be read. */
  readonly refused: ReadonlySet<InputType>;
}

const unreadable = ['FORM', 'REUSABLE_INPUTS', 'FILE', 'SECRET'] as const;
const column: PartWords = { kind: 'column', name: 'a column of a TABLE', refused: new Set([...unreadable, 'TABLE']) };
const property: PartWords = { kind: 'property', name: 'a property of an OBJECT', refused: new Set(unreadable) };

/** Inputs within a value in one spelling; each is converted by itself, so nothing of it can be an expression. */
function readParts(reading: Reading, list: unknown, at: Path, { kind, name, refused }: PartWords): Json {
  const parts = readList(reading, list, at, readInput);
  reportDuplicates(reading, parts, kind, at);
  for (const [index, part] of parts.entries()) {
    const refuse = (key: string, message: string): void =>
      report(reading, [...at, index, key], { code: 'RULE', message: `${part.id}: ${name} ${message}` });
    if (refused.has(part.type)) refuse('type', `cannot be a ${part.type}`);
    if (part.options['expression'] !== undefined) refuse('expression', 'lists its `values`');
    if (part.dependsOn !== undefined) refuse('dependsOn', 'depends on nothing');
    if (hasExpression(textOf(part.defaults))) refuse('defaults', 'has a plain value as default');
  }
  return parts.map(({ id, type, required, defaults, options }) => ({
    ...options,
    id,
    type,
    required,
    ...(defaults !== undefined && { defaults }),
  }));
}

/** The children of a form as inputs; forms within forms are refused, and what becomes a form. */
function readForm(reading: Reading, value: Data, path: Path): JsonObject {
  const at = [...path, 'inputs'];
  const children = readList(reading, value['inputs'], at, readInput);
  reportDuplicates(reading, children, 'input', at);
  for (const [index, child] of children.entries()) {
    if (child.type !== 'FORM' && child.type !== 'REUSABLE_INPUTS') continue;
    const held = child.type === 'FORM' ? 'another FORM' : 'REUSABLE_INPUTS';
    report(reading, [...at, index, 'type'], { code: 'RULE', message: `${child.id}: a FORM cannot hold ${held}` });
  }
  return { inputs: children as unknown as Json };
}

function readOutput(reading: Reading, value: Data, path: Path): Output | undefined {
  const { common, options } = split(reading, outputSchema, value, path);
  if (common === undefined) return undefined;
  return {
    id: common.id,
    type: common.type,
    value: (common.value ?? null) as Json,
    ...(common.description !== undefined && { description: common.description }),
    ...(common.displayName !== undefined && { displayName: common.displayName }),
    required: common.required,
    options: optionsOf(reading, common.type, value, options, path),
  };
}

function reportUnknownType(reading: Reading, type: string, path: Path): void {
  const nearest = nearestName(type.toUpperCase(), inputTypes);
  report(reading, path, {
    code: 'UNKNOWN_TYPE',
    message: `Invalid type: ${type}${nearest === undefined ? '' : `, did you mean ${nearest}?`}`,
    remedy: nearest === undefined ? undefined : `Write '${nearest}'.`,
  });
}

/** Common properties checked, and those of the type apart. */
function split<Schema extends z.ZodObject>(
  reading: Reading,
  schema: Schema,
  value: Data,
  path: Path,
): { common: z.output<Schema> | undefined; options: JsonObject } {
  const common = Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(schema.shape, key)));
  const own = Object.fromEntries(Object.entries(value).filter(([key]) => !Object.hasOwn(schema.shape, key)));
  const type = value['type'];
  const ownSchema =
    typeof type === 'string' && Object.hasOwn(inputOptions, type) ? inputOptions[type as InputType] : undefined;
  if (ownSchema === undefined && typeof type === 'string' && type !== '') {
    reportUnknownType(reading, type, [...path, 'type']);
    const { type: _type, ...others } = common;
    checkShape(reading, schema.omit({ type: true }), others, path);
    return { common: undefined, options: {} };
  }
  const checked = checkShape(reading, schema, common, path);
  if (ownSchema === undefined) return { common: checked, options: {} };
  const known = [...Object.keys(schema.shape), ...Object.keys(ownSchema.shape)];
  for (const key of Object.keys(own)) {
    if (!Object.hasOwn(ownSchema.shape, key)) reportUnknown(reading, [...path, key], key, known);
  }
  const options = Object.fromEntries(Object.entries(own).filter(([key]) => Object.hasOwn(ownSchema.shape, key)));
  checkShape(reading, ownSchema, options, path);
  return { common: checked, options: convertProperties(ownSchema, options) as JsonObject };
}
