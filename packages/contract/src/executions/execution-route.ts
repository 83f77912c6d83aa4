/** What the routes of executions have in common. */
import { z } from 'zod';
import { executionSchema } from '../execution-shapes.ts';
import { formSchema } from '../form.ts';
import { pathParameters } from '../path-parameters.ts';
import { permission, permissionOn } from '../permission.ts';
import { flag } from '../query-values.ts';

export const base = { tag: 'Executions', level: 'tenant' } as const;
export const needs = permissionOn('EXECUTION');
/** Newer roles hold the first, those of the first era the second. */
export const mayExecute = permission('FLOW:EXECUTE', 'EXECUTION:CREATE');

export const ofTaskRun = pathParameters({ executionId: 'executionId', taskRunId: 'taskRunId' });

export const filterFields = [
  'q',
  'namespace',
  'flowId',
  'flowRevision',
  'id',
  'state',
  'labels',
  'startDate',
  'endDate',
  'timeRange',
  'kind',
  'parentId',
  'triggerExecutionId',
  'triggerTaskRunId',
  'scope',
  'childFilter',
] as const;

/** Which traces of an execution go with it. */
export const deletion = z.object({
  includeNonTerminated: flag.default(false),
  deleteLogs: flag.default(true),
  deleteMetrics: flag.default(true),
  deleteStorage: flag.default(true),
});

export const inputsForm = { kind: 'multipart', schema: formSchema, optional: true } as const;
export const execution = { status: 200, kind: 'json', schema: executionSchema } as const;
/** A flow as those see it who may execute it. */
export const flowForExecution = z.looseObject({ id: z.string(), namespace: z.string(), revision: z.number() });
