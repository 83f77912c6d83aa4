/** Loop: the same tasks for many values, each time as an execution of their own. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import { literal, tasksProperty } from './property-kinds.ts';

export const loopType = 'io.kestra.plugin.core.flow.Loop';

export const loop: PluginDescription = {
  type: loopType,
  aliases: [],
  kind: 'flowable',
  title: 'Run tasks for each of many values, each time as an execution of its own',
  description:
    'In the tasks `item.value` is the value, `item.index` its index from 0, `item.key` its key in a map; the next loop around has `item.parent`. This execution keeps one task run with counters, however many values there are.',
  properties: z.object({
    values: z
      .union([z.array(z.unknown()), z.record(z.string(), z.unknown()), z.string()])
      .describe(
        'A list, a map, JSON text of one of them, or the address of a file with a value on each line. Example: `["a", "b"]`.',
      ),
    tasks: tasksProperty('Tasks to run for each value, in order.'),
    concurrencyLimit: literal(
      z
        .number()
        .int()
        .min(0)
        .default(0)
        .describe('How many values are worked on at a time. 0, the default, is as many as the server starts at once.'),
    ),
    transmitFailed: literal(
      z.boolean().default(true).describe('Whether an iteration that failed, was killed or warns decides the state.'),
    ),
    breakWhen: z
      .string()
      .optional()
      .describe(
        'Looked at after each iteration, with `item` and `iteration.{executionId, state, outputs}`; when true, no further one begins. Example: `{{ iteration.state == "FAILED" }}`.',
      ),
    outputs: z
      .array(z.unknown())
      .optional()
      .describe('Outputs of each iteration, as a flow declares its own: `id`, `type`, `value`.')
      .meta({ items: { $ref: '#/$defs/output' } }),
    fetchType: literal(
      z
        .enum(['AUTO', 'FETCH', 'STORE'])
        .default('AUTO')
        .describe(
          'Where the outputs of all iterations go: `FETCH` under `outputs`, `STORE` into a file under `uri`, `AUTO` there where they are small.',
        ),
    ),
    errors: tasksProperty('Tasks to run once, when an iteration has failed and all have ended.').optional(),
    finally: tasksProperty('Tasks to run once at the end, whatever happened before.').optional(),
  }),
  branches: [{ property: 'tasks', into: 'tasks', required: true }],
  outputs: z.object({
    iterationCount: z.number().describe('Iterations that were begun.'),
    runningIterations: z.number().describe('Those of them that have not ended.'),
    terminatedIterations: z.record(z.string(), z.number()).describe('Those that have, by state.'),
    outputs: z
      .array(z.object({ item: z.record(z.string(), z.unknown()), outputs: z.record(z.string(), z.unknown()) }))
      .optional()
      .describe('Of each iteration: `item` with `value`, `iteration` and `key`, and its `outputs`.'),
    uri: z.string().optional().describe('The same as a file, an iteration on each line.'),
  }),
  examples: [
    {
      title: 'Ten regions, three at a time, and what each came to',
      code: 'id: regions\ntype: io.kestra.plugin.core.flow.Loop\nvalues: "{{ inputs.regions }}"\nconcurrencyLimit: 3\ntasks:\n  - id: count\n    type: io.kestra.plugin.core.debug.Return\n    format: "{{ item.value }}"\noutputs:\n  - id: counted\n    type: STRING\n    value: "{{ outputs.count.value }}"\n',
    },
  ],
};
