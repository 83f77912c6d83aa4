/** Tasks that order other tasks. The engine carries them out; here is what may be written. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import {
  durationProperty,
  literal,
  mapProperty,
  outdated,
  pluginProperty,
  replaced,
  taskProperty,
  tasksProperty,
} from './property-kinds.ts';

const flow = 'io.kestra.plugin.core.flow';

const tasks = tasksProperty('Tasks to run, in order.');
const handlers = {
  errors: tasksProperty('Tasks to run when a child has failed; the flowable ends FAILED all the same.').optional(),
  finally: tasksProperty('Tasks to run at the end, whatever happened before.').optional(),
};
const concurrent = literal(
  z.number().int().min(0).default(0).describe('How many children may run at a time. 0, the default, is no limit.'),
);
const values = z
  .union([z.array(z.unknown()), z.string()])
  .describe('Values to run the tasks for: a list, or text that renders to a JSON array. Example: `["a", "b"]`.');

export const flowables: readonly PluginDescription[] = [
  {
    type: `${flow}.Sequential`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks one after the other',
    description: 'Groups tasks, so that they share error handlers, a retry or a condition.',
    properties: z.object({ tasks, ...handlers }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
  },
  {
    type: `${flow}.Parallel`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks side by side',
    description: 'Ends when all have ended. After a failure no further child is started.',
    properties: z.object({ tasks, concurrent, ...handlers }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
  },
  {
    type: `${flow}.Dag`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks in the order of their dependencies',
    description: 'A task starts once all that it depends on have ended.',
    properties: z.object({
      tasks: z
        .array(
          z.object({ task: z.unknown().meta({ $ref: '#/$defs/task' }), dependsOn: z.array(z.string()).optional() }),
        )
        .describe('Items with a `task` and, under `dependsOn`, the ids of the tasks to wait for.'),
      concurrent,
      ...handlers,
    }),
    branches: [{ property: 'tasks', into: 'dag', required: true }],
  },
  {
    type: `${flow}.If`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks if a condition holds',
    description: 'False are: `false`, `0`, `-0`, the empty text and null. All else is true.',
    properties: z.object({
      condition: z.string().describe('Example: `{{ inputs.count > 10 }}`.'),
      // oxlint-disable-next-line unicorn/no-thenable -- a property of the language; the schema is never awaited
      then: tasksProperty('Tasks to run when the condition is true.'),
      else: tasksProperty('Tasks to run when it is false.').nullish(),
      ...handlers,
    }),
    branches: [
      { property: 'then', into: 'then', required: true },
      { property: 'else', into: 'else' },
    ],
    outputs: z.object({ evaluationResult: z.boolean().describe('What the condition came to.') }),
  },
  {
    type: `${flow}.Switch`,
    aliases: [],
    kind: 'flowable',
    title: 'Choose tasks by a value',
    description: 'Runs the tasks of the case that equals the value, else the defaults.',
    properties: z.object({
      value: z.string().describe('The value to compare. Example: `{{ inputs.country }}`.'),
      cases: z
        .record(z.string(), z.array(z.unknown()))
        .nullish()
        .describe('Tasks by value.')
        .meta({ additionalProperties: { type: 'array', items: { $ref: '#/$defs/task' } } }),
      defaults: tasksProperty('Tasks to run when no case matches.').nullish(),
      default: replaced(tasksProperty('Tasks to run when no case matches.'), 'defaults').nullish(),
      ...handlers,
    }),
    branches: [
      { property: 'cases', into: 'cases' },
      { property: 'defaults', into: 'defaults' },
      { property: 'default', into: 'defaults' },
    ],
    outputs: z.object({
      value: z.string().describe('The rendered value.'),
      defaults: z.boolean().describe('Whether the defaults were run.'),
    }),
  },
  {
    type: `${flow}.ForEach`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks for each value of a list',
    description: 'In the tasks `taskrun.value` is the value and `taskrun.iteration` its index, from 0.',
    properties: z.object({
      values,
      tasks,
      concurrencyLimit: literal(
        z
          .number()
          .int()
          .min(0)
          .default(1)
          .describe('How many values are worked on at a time. 1, the default, is one after the other; 0 is no limit.'),
      ),
      ...handlers,
    }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
  },
  {
    type: `${flow}.EachSequential`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks for each value, one after the other',
    description: 'Replaced by ForEach.',
    deprecated: true,
    properties: z.object({ value: values, tasks, ...handlers }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
  },
  {
    type: `${flow}.EachParallel`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks for each value, side by side',
    description: 'Replaced by ForEach with a `concurrencyLimit`.',
    deprecated: true,
    properties: z.object({ value: values, tasks, concurrent, ...handlers }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
  },
  {
    type: `${flow}.LoopUntil`,
    aliases: [`${flow}.WaitFor`],
    kind: 'flowable',
    title: 'Run tasks until a condition holds',
    description: 'Runs the tasks, then looks at the condition; if it is false, waits and begins again.',
    properties: z.object({
      condition: z.string().describe('Ends the loop when true. Example: `{{ outputs.check.code == 200 }}`.'),
      tasks,
      failOnMaxReached: literal(
        z.boolean().default(false).describe('Ends FAILED instead of SUCCESS when a maximum is reached.'),
      ),
      checkFrequency: z
        .object({
          interval: durationProperty().optional().describe('Pause between two rounds. Default `PT1M`.'),
          maxIterations: z.number().int().min(1).optional().describe('Most rounds. No limit by default.'),
          maxDuration: durationProperty().optional().describe('Longest time for all rounds. No limit by default.'),
        })
        .optional()
        .describe('How often the tasks run, and for how long at most.'),
      ...handlers,
    }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
    outputs: z.object({ iterationCount: z.number().describe('Rounds so far.') }),
  },
  {
    type: `${flow}.AllowFailure`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks whose failure is a warning only',
    description: 'When a child fails, this task and all around it end in WARNING, and the flow goes on.',
    properties: z.object({ tasks, ...handlers }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
  },
  {
    type: `${flow}.Pause`,
    aliases: [],
    kind: 'flowable',
    title: 'Wait for a person or for a time',
    description: 'The execution is PAUSED until someone resumes it or `pauseDuration` has passed.',
    properties: z.object({
      pauseDuration: durationProperty().optional().describe('Goes on after this time. Example: `PT10M`.'),
      delay: replaced(durationProperty(), 'pauseDuration').optional(),
      timeout: durationProperty().optional().describe('Fails when nobody has resumed within this time.'),
      behavior: z
        .enum(['RESUME', 'WARN', 'FAIL', 'CANCEL'])
        .default('RESUME')
        .describe('What happens when `pauseDuration` has passed.'),
      onResume: z
        .array(z.unknown())
        .optional()
        .describe('Inputs to ask for when resuming; found under `outputs.<id>.onResume`.')
        .meta({ items: { $ref: '#/$defs/input' } }),
      onPause: taskProperty(
        'A task to run before the pause begins, to tell people of it; when it fails there is no pause.',
      ).optional(),
      tasks: outdated(tasksProperty('Tasks to run after the pause; write them after this task instead.')).optional(),
      ...handlers,
    }),
    branches: [
      { property: 'onPause', into: 'then', single: true },
      { property: 'tasks', into: 'tasks' },
    ],
    outputs: z.object({
      onResume: mapProperty().describe('The inputs given when resuming.'),
      resumed: z.object({ by: z.string(), on: z.string(), to: z.string() }).describe('Who resumed, when, and to what.'),
    }),
  },
  {
    type: `${flow}.WorkingDirectory`,
    aliases: [],
    kind: 'flowable',
    title: 'Run tasks in one directory',
    description: 'The tasks run on one worker, one after the other, and find the files of those before them.',
    properties: z.object({
      tasks: tasksProperty('Tasks to run in the directory; flowables are not allowed.'),
      cache: z
        .object({
          patterns: z.array(z.string()).describe('Files to keep for the next execution, as globs.'),
          ttl: durationProperty().optional().describe('How long they are kept.'),
        })
        .optional(),
      namespaceFiles: mapProperty()
        .optional()
        .describe('Files of the namespace to put there: `enabled`, `include`, `exclude`.'),
      inputFiles: z
        .union([z.record(z.string(), z.unknown()), z.string(), z.array(z.string())])
        .optional()
        .describe('Files to put there: a map from name to content or storage URI.'),
      outputFiles: z.array(z.string()).optional().describe('Files to keep in internal storage, as globs.'),
      taskRunner: pluginProperty('taskRunner').optional(),
      ...handlers,
    }),
    branches: [{ property: 'tasks', into: 'tasks', required: true }],
    outputs: z.object({ outputFiles: z.record(z.string(), z.string()).describe('Storage URIs by relative path.') }),
  },
];
