/** Which executions a task acts on. */
import { z } from 'zod';

export const placeProperties = {
  namespace: z
    .string()
    .optional()
    .describe(
      "With `flowId` the flow's namespace; without, a namespace and all below it. Default: all that allow the flow's.",
    ),
  flowId: z.string().optional().describe('One flow of the namespace. Default: all.'),
};

export const startDateProperty = z
  .string()
  .optional()
  .describe('From then on: a date with time and zone. Default: ever.');
