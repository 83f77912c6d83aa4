/** Triggers and their conditions. */
import type { LogLevel, TriggerDefinition } from '../flow.ts';
import type { JsonObject } from '../json.ts';
import type { Path } from '../problem.ts';
import type { StateName } from '../states.ts';
import type { WorkerGroupChoice } from '../worker-group.ts';
import { pollIntervalMs } from '../plugins/polling.ts';
import { checkShape, checkTemplates, reportUnknown } from './check-shape.ts';
import { checkTrigger, warnOfStopAfter } from './check-trigger.ts';
import { checkWorkerGroup } from './check-worker-group.ts';
import { findPlugin } from './find-plugin.ts';
import { presentCondition } from './present-condition.ts';
import { checkPluginValues } from './read-plugin-values.ts';
import { presentSpelling } from './read-task.ts';
import { isData, isPresent, listAt, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';
import { readLabels } from './read-labels.ts';
import { triggerSchema } from './trigger-schema.ts';

/** The type is asked for where its plugin is found. */
const commonSchema = triggerSchema.partial({ type: true });
const commonNames: ReadonlySet<string> = new Set(Object.keys(triggerSchema.shape));

export function readTriggers(reading: Reading, value: unknown, path: Path): readonly TriggerDefinition[] {
  const triggers = listAt(reading, value, path, ' of triggers');
  return triggers.flatMap((item, index) => readTrigger(reading, item, [...path, index]) ?? []);
}

function readTrigger(reading: Reading, value: unknown, path: Path): TriggerDefinition | undefined {
  if (!isData(value)) {
    report(reading, path, { code: 'INVALID_VALUE', message: 'must be a trigger: a map with `id` and `type`' });
    return undefined;
  }
  const plugin = findPlugin(reading, value, ['trigger'], path);
  const names = new Set(Object.keys(plugin?.properties.shape ?? {}));
  const common = checkShape(reading, commonSchema, pick(value, commonNames), path);
  checkPluginValues(reading, triggerSchema, value, path);
  const labels = common === undefined ? [] : readLabels(reading, common.labels, [...path, 'labels']);
  if (plugin === undefined) return undefined;

  for (const [key, item] of Object.entries(value)) {
    if (names.has(key) || commonNames.has(key)) continue;
    if (key !== 'interval') reportUnknown(reading, [...path, key], key, [...names, ...commonNames]);
    else if (isPresent(item)) refuseInterval(reading, path);
  }
  const own = pick(value, names);
  checkTemplates(reading, plugin.properties, own, path, commonNames);
  checkPluginValues(reading, plugin.properties, own, path);
  checkTrigger(reading, plugin.type, value, path);
  if (common === undefined) return undefined;
  if (common.logToFile === true) {
    report(reading, [...path, 'logToFile'], {
      severity: 'warning',
      code: 'RULE',
      message: "'logToFile' counts for nothing here: a trigger says how each evaluation went in its state",
      remedy: "Remove 'logToFile'.",
      part: 'key',
    });
  }
  if (plugin.polls === true) checkWorkerGroup(reading, common.workerGroup as WorkerGroupChoice | undefined, path);
  else if (common.workerGroup !== undefined) warnOfWorkerGroup(reading, path);
  warnOfStopAfter(reading, plugin.type, common, path);
  const logLevel = common.logLevel ?? common.minLogLevel;
  const conditions = [...listOf(value['conditions']), ...listOf(value['scheduleConditions'])];
  return {
    id: common.id,
    type: plugin.type,
    ...(common.description !== undefined && { description: common.description }),
    disabled: common.disabled ?? false,
    conditions: conditions.map((condition) => presentCondition(reading.catalog, condition)),
    ...(common.when !== undefined && { when: common.when }),
    ...(isData(value['inputs']) && { inputs: value['inputs'] as JsonObject }),
    labels,
    stopAfter: (common.stopAfter ?? []) as StateName[],
    ...(logLevel !== undefined && { logLevel: logLevel as LogLevel }),
    failOnTriggerError: common.failOnTriggerError ?? false,
    allowConcurrent: common.allowConcurrent ?? false,
    ...(plugin.polls === true && pollingOf(common, own)),
    properties: presentSpelling(plugin.properties, own),
  };
}

function pollingOf(
  { workerGroup }: { readonly workerGroup?: unknown },
  own: Data,
): Pick<TriggerDefinition, 'intervalMs' | 'workerGroup'> {
  return {
    intervalMs: pollIntervalMs(own['interval']),
    ...(workerGroup !== undefined && { workerGroup: workerGroup as WorkerGroupChoice }),
  };
}

function refuseInterval(reading: Reading, path: Path): void {
  report(reading, [...path, 'interval'], {
    code: 'RULE',
    message: 'must be null: only triggers that look for something again and again have an interval',
    remedy: "Remove 'interval'.",
    part: 'key',
  });
}

/** Nor does it elsewhere: what happens is told to the server, or known to it by the clock. */
function warnOfWorkerGroup(reading: Reading, path: Path): void {
  report(reading, [...path, 'workerGroup'], {
    severity: 'warning',
    code: 'RULE',
    message: "'workerGroup' counts for nothing here: only polling triggers are evaluated by workers",
    remedy: "Remove 'workerGroup'.",
    part: 'key',
  });
}

function pick(value: Data, names: ReadonlySet<string>): Data {
  return Object.fromEntries(Object.entries(value).filter(([key]) => names.has(key)));
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isData).map((item) => item as JsonObject) : [];
}
