/** `workerGroup` of flows, tasks and polling triggers. */
import { hasExpression } from '@windhover/expressions';
import { z } from 'zod';
import { workerFallbacks, workerGroupPattern } from '../worker-group.ts';

const workerGroupKey = z.string().refine((text) => hasExpression(text) || workerGroupPattern.test(text), {
  error: ({ input }) => `'${String(input)}' is not valid, it must match ${workerGroupPattern.source}`,
});

export const workerGroupSchema = z
  .object({
    key: workerGroupKey.describe('Id of the group, or an expression that makes it.'),
    fallback: z
      .enum(workerFallbacks)
      .optional()
      .describe(
        'What to do while the group has no worker: WAIT (default), FAIL, CANCEL the execution, or IGNORE the group.',
      ),
  })
  .describe('Workers that run it, in place of the server.');
