/** Starting an execution. */
import { z } from 'zod';
import { inputValidationSchema } from '../execution-shapes.ts';
import { ofFlow } from '../path-parameters.ts';
import { flag, instant, oneOrMany, revisionNumber } from '../query-values.ts';
import { defineRoute } from '../route.ts';
import { base, execution, inputsForm, mayExecute } from './execution-route.ts';

export const executionStartRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createExecution',
    makes: 'execution',
    summary: 'Start an execution; the fields of the form are its inputs',
    method: 'POST',
    path: '/executions/{namespace}/{id}',
    access: mayExecute,
    ...ofFlow,
    query: z.object({
      labels: oneOrMany.optional(),
      wait: flag.default(false),
      revision: revisionNumber.optional(),
      scheduleDate: instant.optional(),
      breakpoints: z.string().optional(),
      kind: z.enum(['NORMAL', 'TEST', 'PLAYGROUND']).optional(),
    }),
    body: inputsForm,
    reply: execution,
    errors: [409],
  }),
  validate: defineRoute({
    ...base,
    operationId: 'validateNewExecutionInputs',
    summary: 'Check the inputs of an execution without starting it',
    method: 'POST',
    path: '/executions/{namespace}/{id}/validate',
    access: mayExecute,
    ...ofFlow,
    query: z.object({ labels: oneOrMany.optional(), revision: revisionNumber.optional() }),
    body: inputsForm,
    reply: { status: 200, kind: 'json', schema: inputValidationSchema },
    errors: [409],
    safe: true,
  }),
};
