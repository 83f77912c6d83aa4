/** Conditions of triggers (and of listeners). What they mean is in `conditions/`. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import { durationProperty, labelsProperty, outdated, pluginProperty, stateProperty } from './property-kinds.ts';

const group = 'io.kestra.plugin.core.condition';
const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const date = z
  .string()
  .optional()
  .describe('The date to look at. Default: the date of the trigger, `{{ trigger.date }}`.');
const dayOfWeek = z.enum(days).describe('A day of the week. Example: `MONDAY`.');
const nested = z.array(pluginProperty('condition'));

function condition(name: string, title: string, properties: z.ZodObject, deprecated = false): PluginDescription {
  return {
    type: `${group}.${name}`,
    aliases: [],
    kind: 'condition',
    title,
    description: title,
    properties,
    deprecated,
  };
}

export const conditions: readonly PluginDescription[] = [
  condition(
    'DateTimeBetween',
    'The date lies between two instants.',
    z.object({
      date,
      after: z.string().optional().describe('Exclusive, with offset. Example: `2026-01-01T00:00:00Z`.'),
      before: z.string().optional().describe('Exclusive, with offset.'),
    }),
  ),
  condition(
    'TimeBetween',
    'The time of day lies between two times.',
    z.object({
      date,
      after: z.string().optional().describe('With offset. Example: `08:00:00+02:00`.'),
      before: z.string().optional().describe('With offset.'),
    }),
  ),
  condition('DayWeek', 'The date is a given day of the week.', z.object({ date, dayOfWeek })),
  condition(
    'DayWeekInMonth',
    'The date is, for instance, the first Monday of its month.',
    z.object({ date, dayOfWeek, dayInMonth: z.enum(['FIRST', 'SECOND', 'THIRD', 'FOURTH', 'LAST']) }),
  ),
  condition('Weekend', 'The date is a Saturday or a Sunday.', z.object({ date })),
  condition(
    'PublicHoliday',
    'The date is a public holiday.',
    z.object({
      date,
      country: z
        .string()
        .optional()
        .describe('ISO 3166-1 code. Example: `FR`. Default: that of the locale of the server.'),
      subDivision: z.string().optional().describe('Region within the country.'),
    }),
  ),
  condition(
    'ExecutionFlow',
    'The execution is of a given flow.',
    z.object({ namespace: z.string(), flowId: z.string() }),
  ),
  condition(
    'ExecutionNamespace',
    'The execution is of a given namespace.',
    z.object({
      namespace: z.string(),
      comparison: z.enum(['EQUALS', 'PREFIX', 'SUFFIX']).optional().describe('Default `EQUALS`.'),
      prefix: z.boolean().optional().describe('Whether the namespaces below count as well.'),
    }),
  ),
  condition(
    'ExecutionStatus',
    'The execution is in one of the given states.',
    z.object({ in: z.array(stateProperty).optional(), notIn: z.array(stateProperty).optional() }),
  ),
  condition('ExecutionLabels', 'The execution has all of the given labels.', z.object({ labels: labelsProperty() })),
  condition('ExecutionOutputs', 'An expression over `trigger.outputs` is true.', z.object({ expression: z.string() })),
  condition(
    'HasRetryAttempt',
    'A task of the execution was tried more than once, and one of its attempts is in one of the given states.',
    z.object({ in: z.array(stateProperty).optional(), notIn: z.array(stateProperty).optional() }),
  ),
  condition('Expression', 'An expression is true.', z.object({ expression: z.string() })),
  condition('Not', 'None of the conditions is true.', z.object({ conditions: nested })),
  condition('Or', 'At least one of the conditions is true.', z.object({ conditions: nested })),
  condition(
    'MultipleCondition',
    'Several conditions were met by executions within a time; use preconditions instead.',
    z.object({
      id: z.string(),
      timeWindow: z.record(z.string(), z.unknown()).optional(),
      window: outdated(durationProperty()).optional(),
      windowAdvance: outdated(durationProperty()).optional(),
      resetOnSuccess: z.boolean().default(true),
      conditions: z.record(z.string(), pluginProperty('condition')),
    }),
    true,
  ),
];
