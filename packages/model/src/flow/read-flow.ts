/** A flow's document, checked and folded into one form. */
import type { Flow } from '../flow.ts';
import type { JsonObject } from '../json.ts';
import { applyPluginDefaults } from './apply-plugin-defaults.ts';
import type { AppliedDefault } from './apply-plugin-defaults.ts';
import { checkFlow } from './check-flow.ts';
import { checkShape } from './check-shape.ts';
import { flowSchema } from './flow-schema.ts';
import { readInputs, readOutputs } from './read-inputs.ts';
import { readLabels } from './read-labels.ts';
import { readListeners } from './read-listeners.ts';
import { readPluginDefaults } from './read-plugin-defaults.ts';
import { readChecks, readConcurrency, readQuotas, readSlas } from './read-policies.ts';
import { readRetry } from './read-retry.ts';
import { checkWorkerGroup } from './check-worker-group.ts';
import { readTasks } from './read-task.ts';
import { readTriggers } from './read-triggers.ts';
import { isPresent, report } from './reading.ts';
import type { Reading } from './reading.ts';
import type { WorkerGroupChoice } from '../worker-group.ts';

/** What the schema at the top need not look into, since a reader of its own does. */
const topSchema = flowSchema.omit({
  tasks: true,
  inputs: true,
  outputs: true,
  triggers: true,
  retry: true,
  concurrency: true,
  quotas: true,
  sla: true,
  checks: true,
  pluginDefaults: true,
  taskDefaults: true,
});

/** The flow as far as it can be read; undefined when even its identity is missing. Problems go into `reading`. */
export function readFlow(
  reading: Reading,
  document: JsonObject,
  outerDefaults: readonly (readonly AppliedDefault[])[],
): Flow | undefined {
  const defaultsKey = isPresent(document['pluginDefaults']) ? 'pluginDefaults' : 'taskDefaults';
  const pluginDefaults = readPluginDefaults(reading, document[defaultsKey], [defaultsKey]);
  const data = applyPluginDefaults(document, [pluginDefaults, ...outerDefaults], reading.catalog);
  const top = readTop(reading, data);
  const concurrency = readConcurrency(reading, data['concurrency'], ['concurrency']);
  const quotas = readQuotas(reading, data['quotas'], ['quotas']);
  const retry = readRetry(reading, data['retry'], ['retry']);
  const tasks = readTasks(reading, data['tasks'], ['tasks']);
  if (!Array.isArray(data['tasks']) || data['tasks'].length === 0) {
    report(reading, ['tasks'], { code: 'MISSING', message: 'must not be empty' });
  }
  const parts = {
    labels: readLabels(reading, top?.labels, ['labels']),
    inputs: readInputs(reading, data['inputs'], ['inputs']),
    tasks,
    errors: readTasks(reading, data['errors'], ['errors']),
    finally: readTasks(reading, data['finally'], ['finally']),
    afterExecution: [
      ...readTasks(reading, data['afterExecution'], ['afterExecution']),
      ...readListeners(reading, data['listeners'], ['listeners']),
    ],
    triggers: readTriggers(reading, data['triggers'], ['triggers']),
    outputs: readOutputs(reading, data['outputs'], ['outputs']),
    sla: readSlas(reading, data['sla'], ['sla']),
    checks: readChecks(reading, data['checks'], ['checks']),
    pluginDefaults,
  };
  if (top === undefined) return undefined;
  checkWorkerGroup(reading, top.workerGroup as WorkerGroupChoice | undefined, []);
  const flow: Flow = {
    id: top.id,
    namespace: top.namespace,
    revision: 1,
    ...(top.description !== undefined && { description: top.description }),
    ...(top.variables !== undefined && { variables: top.variables as JsonObject }),
    ...(concurrency !== undefined && { concurrency }),
    ...(quotas.length > 0 && { quotas }),
    ...(retry !== undefined && { retry }),
    ...(top.workerGroup !== undefined && { workerGroup: top.workerGroup as WorkerGroupChoice }),
    ...parts,
    disabled: top.disabled ?? false,
    draft: top.draft ?? false,
    deleted: false,
    document,
  };
  checkFlow(reading, flow);
  return flow;
}

type Top = ReturnType<typeof checkShape<typeof topSchema>>;

function readTop(reading: Reading, data: JsonObject): Top {
  const elsewhere = Object.keys(flowSchema.shape).filter((key) => !Object.hasOwn(topSchema.shape, key));
  const top = Object.fromEntries(Object.entries(data).filter(([key]) => !elsewhere.includes(key)));
  if (isPresent(data['taskDefaults'])) {
    report(reading, ['taskDefaults'], {
      severity: 'warning',
      code: 'DEPRECATED',
      message: "'taskDefaults' is deprecated, use 'pluginDefaults'",
      part: 'key',
    });
  }
  return checkShape(reading, topSchema, top, [], Object.keys(flowSchema.shape));
}
