/** What inputs and outputs may have: common properties, and those of each type. */
import { z } from 'zod';
import type { InputType } from '../flow.ts';
import { inputIdPattern, namespacePattern } from '../identifiers.ts';
import { durationProperty, mapProperty, patternProperty, replaced } from '../plugins/property-kinds.ts';

const itemTypes = [
  'STRING',
  'EMAIL',
  'URI',
  'INT',
  'FLOAT',
  'BOOLEAN',
  'BOOL',
  'DATETIME',
  'DATE',
  'TIME',
  'DURATION',
  'JSON',
  'YAML',
  'FILE',
  'SELECT',
  'ENUM',
  'SECRET',
] as const;

const number = {
  min: z.number().optional().describe('Smallest value.'),
  max: z.number().optional().describe('Largest value.'),
};
const moment = {
  after: z.string().optional().describe('Earliest value.'),
  before: z.string().optional().describe('Latest value.'),
};
const text = { validator: patternProperty().optional().describe('Regular expression that the whole text must match.') };
const choice = {
  values: z.array(z.string()).optional().describe('What may be chosen.'),
  expression: z.string().optional().describe('An expression that gives the list of what may be chosen.'),
  allowCustomValue: z.boolean().optional().describe('Whether other values are accepted.'),
  autoSelectFirst: z.boolean().optional().describe('Whether the first value is the default.'),
};
const invalid = (what: string, pattern: RegExp) => ({
  error: (issue: { readonly input?: unknown }) =>
    `'${String(issue.input)}' is not a valid ${what}, it must match ${pattern.source}`,
});
const invalidId = invalid('id', inputIdPattern);
const itemType = z.enum(itemTypes).describe('Type of each item.');

/** Properties of each type beyond the common ones. */
export const inputOptions: Readonly<Record<InputType, z.ZodObject>> = {
  STRING: z.object(text),
  EMAIL: z.object({}),
  URI: z.object({}),
  SECRET: z.object(text),
  INT: z.object(number),
  FLOAT: z.object(number),
  BOOLEAN: z.object({}),
  BOOL: z.object({}),
  DATETIME: z.object(moment),
  DATE: z.object(moment),
  TIME: z.object(moment),
  DURATION: z.object({
    min: durationProperty().optional().describe('Shortest.'),
    max: durationProperty().optional().describe('Longest.'),
  }),
  SELECT: z.object({ ...choice, isRadio: z.boolean().optional().describe('Whether the form shows radio buttons.') }),
  ENUM: z.object({ values: z.array(z.string()) }),
  MULTISELECT: z.object({
    ...choice,
    options: replaced(z.array(z.string()), 'values').optional(),
    itemType: itemType.optional(),
  }),
  ARRAY: z.object({
    itemType: z
      .enum([...itemTypes, 'ARRAY'])
      .optional()
      .describe('Type of each item; not ARRAY.'),
  }),
  JSON: z.object({}),
  YAML: z.object({}),
  ION: z.object({}),
  FILE: z.object({
    extension: z.string().optional(),
    allowedFileExtensions: z.array(z.string()).optional().describe('Example: `[.csv, .txt]`.'),
  }),
  OBJECT: z.object({
    properties: z
      .union([z.array(z.unknown()).meta({ items: { $ref: '#/$defs/input' } }), mapProperty()])
      .optional()
      .describe('Inputs that the map has; without them any will do.'),
  }),
  FORM: z.object({
    inputs: z
      .array(z.unknown())
      .meta({ items: { $ref: '#/$defs/input' } })
      .describe('Inputs of the form.'),
  }),
  TABLE: z.object({
    columns: z
      .array(z.unknown())
      .min(1)
      .meta({ items: { $ref: '#/$defs/input' } })
      .describe('Inputs that each row has.'),
    rows: z
      .object({
        min: z.number().int().min(0).optional().describe('Fewest rows.'),
        max: z.number().int().min(1).optional().describe('Most rows.'),
      })
      .optional(),
  }),
  REUSABLE_INPUTS: z.object({
    ref: z.string().regex(inputIdPattern, invalidId).describe('Id of the reusable inputs that stand here as a FORM.'),
    namespace: z
      .string()
      .regex(namespacePattern, invalid('namespace', namespacePattern))
      .optional()
      .describe('Where they are looked for, and in the namespaces above it. Default: the namespace of the flow.'),
    revision: z.number().int().min(1).optional().describe('The revision to take. Default: the newest at each start.'),
  }),
};

export const inputTypes = Object.keys(inputOptions) as [InputType, ...InputType[]];
const asking: ReadonlySet<InputType> = new Set(['FORM', 'TABLE', 'REUSABLE_INPUTS']);
const outputTypes = inputTypes.filter((type) => !asking.has(type)) as [InputType, ...InputType[]];

const id = z.string().min(1).regex(inputIdPattern, invalidId);

export const inputSchema = z.object({
  id: id.optional().describe('`inputs.<id>` in expressions; a dot nests.'),
  name: replaced(id, 'id').optional(),
  type: z.enum(inputTypes),
  description: z.string().optional().describe('Markdown.'),
  displayName: z.string().max(64).optional().describe('Label in forms.'),
  required: z.boolean().default(true),
  defaults: z.unknown().optional().describe('Value when none is given; may be an expression.'),
  prefill: z.unknown().optional().describe('Suggestion of the form; may be cleared. Needs `required: false`.'),
  dependsOn: z
    .object({ inputs: z.array(z.string()), condition: z.string().optional() })
    .optional()
    .describe('Asked for only when the inputs named are and the condition is true.'),
});

export const outputSchema = z.object({
  id: id.describe('Name of the output.'),
  type: z
    .enum(outputTypes)
    .describe('What the value is converted to; not FORM, TABLE or REUSABLE_INPUTS, which are ways to ask.'),
  value: z.unknown().describe('Rendered when all tasks have ended.'),
  description: z.string().optional(),
  displayName: z.string().optional(),
  required: z.boolean().default(true).describe('Whether a missing value fails the execution.'),
});
