/** What a Flow trigger may wait for: a set of executions within a time window. */
import { z } from 'zod';
import { durationProperty, lengthProperty, labelsProperty, stateProperty, timeZoneProperty } from './property-kinds.ts';

const upstreamFlow = z.object({
  namespace: z.string().describe('Namespace of the flow to wait for.'),
  flowId: z.string().optional().describe('Its id; any flow of the namespace when absent.'),
  states: z.array(stateProperty).optional(),
  labels: labelsProperty().optional(),
});

export const filterTypes = [
  'EQUAL_TO',
  'NOT_EQUAL_TO',
  'IN',
  'NOT_IN',
  'IS_TRUE',
  'IS_FALSE',
  'IS_NULL',
  'IS_NOT_NULL',
  'STARTS_WITH',
  'ENDS_WITH',
  'REGEX',
  'CONTAINS',
] as const;

const filter = z.object({
  field: z.enum(['FLOW_ID', 'NAMESPACE', 'STATE', 'EXPRESSION']),
  type: z.enum(filterTypes),
  value: z.string().optional().describe('The value to compare with, for all types but IN and NOT_IN.'),
  values: z.array(z.string()).optional().describe('The values of IN and NOT_IN.'),
});

export const timeWindowTypes = [
  'DAILY_TIME_DEADLINE',
  'DAILY_TIME_WINDOW',
  'DURATION_WINDOW',
  'SLIDING_WINDOW',
] as const;

const timeOfDay = (): z.ZodString =>
  z
    .string()
    .regex(
      /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/,
      'must be a time of day such as 09:00 or 09:00:00+01:00',
    );

const timeWindow = z.object({
  type: z.enum(timeWindowTypes).default('DURATION_WINDOW'),
  deadline: timeOfDay().optional().describe('Time of day, for DAILY_TIME_DEADLINE.'),
  startTime: timeOfDay().optional().describe('Time of day, for DAILY_TIME_WINDOW.'),
  endTime: timeOfDay().optional().describe('Time of day, for DAILY_TIME_WINDOW.'),
  window: lengthProperty().optional().describe('Length, for DURATION_WINDOW and SLIDING_WINDOW.'),
  windowAdvance: durationProperty().optional().describe('Shift against midnight, for DURATION_WINDOW.'),
});

export const preconditionsProperty = z
  .object({
    id: z.string(),
    flows: z.array(upstreamFlow).optional().describe('Flows that must have run.'),
    where: z
      .array(z.object({ id: z.string(), operand: z.enum(['AND', 'OR']).optional(), filters: z.array(filter) }))
      .optional()
      .describe('Executions that must have been seen, by filters.'),
    timeWindow: timeWindow.optional().describe('The time within which all must come. Default: one day.'),
    resetOnSuccess: z.boolean().default(true).describe('Whether counting begins anew after an execution was started.'),
  })
  .describe('Starts once all of these were met within the time window.');

const dependencyWindow = z.object({
  deadline: timeOfDay().optional().describe('Time of day until which all must have come; counting begins at midnight.'),
  from: timeOfDay().optional().describe('Time of day, with `to`.'),
  to: timeOfDay().optional().describe('Time of day, with `from`; on the next day when it is earlier.'),
  every: lengthProperty().optional().describe('Length of windows that follow each other from midnight on.'),
  offset: durationProperty().optional().describe('Shift of these windows against midnight.'),
  lookback: lengthProperty().optional().describe('How long ago the others may have come, at most.'),
  timezone: timeZoneProperty().optional().describe('Zone of the times of day. Default: that of the instance.'),
  fireOnce: z.boolean().default(false).describe('Whether a window starts one execution at most.'),
});

/** The newer form of the same. */
export const flowDependenciesProperties = {
  dependsOn: z
    .array(upstreamFlow.extend({ when: z.string().optional().describe('An expression that must be true as well.') }))
    .min(1)
    .optional()
    .describe('Flows to wait for.'),
  mode: z.enum(['ALL', 'ANY', 'AT_LEAST']).optional().describe('How many of them. Default `ALL`.'),
  minSatisfied: z.number().int().min(1).optional().describe('For AT_LEAST.'),
  window: dependencyWindow.optional().describe('The time within which they must come. Default: one day.'),
  onMiss: z
    .object({
      behavior: z.enum(['FAIL']).describe('`FAIL`: an execution is created that has FAILED.'),
      labels: labelsProperty().optional().describe('Of that execution.'),
    })
    .optional()
    .describe('What is done when a window closes in which the flow was not started.'),
};
