/** Tasks that start executions of other flows. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import {
  labelsProperty,
  literal,
  mapProperty,
  outdated,
  patternProperty,
  replaced,
  sizeProperty,
  tasksProperty,
} from './property-kinds.ts';

const flow = 'io.kestra.plugin.core.flow';

const target = {
  namespace: z.string().describe('Namespace of the flow to run.'),
  flowId: z.string().describe('Id of the flow to run.'),
  revision: z.number().int().min(1).optional().describe('Its revision; the newest by default.'),
  inputs: mapProperty().optional().describe('Inputs of that flow by id.'),
  labels: labelsProperty().optional().describe('Labels of the new execution.'),
  wait: literal(z.boolean().default(true).describe('Whether to wait for its end.')),
  transmitFailed: literal(
    z.boolean().default(true).describe('Whether its failure, warning or kill becomes that of this task.'),
  ),
  inheritLabels: literal(z.boolean().default(false).describe('Whether it gets the labels of this execution.')),
  scheduleDate: z.string().optional().describe('Starts it at this instant instead of at once.'),
  scheduleOn: replaced(z.string(), 'scheduleDate').optional(),
  restartBehavior: literal(
    z
      .enum(['RETRY_FAILED', 'NEW_EXECUTION'])
      .default('RETRY_FAILED')
      .describe('What a restart of this execution does with a failed one: restarts it, or begins a new one.'),
  ),
};

export const subflowTasks: readonly PluginDescription[] = [
  {
    type: `${flow}.Subflow`,
    aliases: [],
    kind: 'flowable',
    title: 'Run another flow',
    description: 'Starts an execution of another flow of the tenant and, unless told otherwise, waits for its end.',
    properties: z.object({
      ...target,
      outputs: outdated(mapProperty().describe('Declare outputs in the other flow instead.')).optional(),
    }),
    branches: [],
    outputs: z.object({
      executionId: z.string(),
      state: z.string().describe('Its final state.'),
      outputs: mapProperty().describe('Its outputs.'),
    }),
    examples: [
      {
        title: 'Run a flow and use one of its outputs',
        code: 'id: call\ntype: io.kestra.plugin.core.flow.Subflow\nnamespace: company.team\nflowId: prepare\ninputs:\n  day: "{{ now() | date(\'yyyy-MM-dd\') }}"\n',
      },
    ],
  },
  {
    type: `${flow}.ForEachItem`,
    aliases: [],
    kind: 'flowable',
    title: 'Run another flow for each part of a file',
    description:
      'Splits a file of internal storage and runs the flow for each part; `taskrun.items` is the URI of the part.',
    properties: z.object({
      ...target,
      items: z.string().describe('URI of the file. Example: `{{ outputs.extract.uri }}`.'),
      batch: z
        .object({
          rows: z.number().int().min(1).optional().describe('Lines a part. Default 1.'),
          bytes: sizeProperty().optional().describe('Size of a part. Example: `10MB`.'),
          partitions: z.number().int().min(1).optional().describe('Number of parts.'),
          separator: z.string().default('\n').describe('What ends a line.'),
          regexPattern: patternProperty().optional().describe('Lines with the same first group go to the same part.'),
        })
        .optional(),
      errors: tasksProperty('Tasks to run when a part has failed and all have ended.').optional(),
      finally: tasksProperty('Tasks to run at the end, whatever happened before.').optional(),
    }),
    branches: [],
    outputs: z.object({
      numberOfBatches: z.number(),
      iterations: z.record(z.string(), z.number()).describe('Number of executions by state.'),
    }),
  },
];
