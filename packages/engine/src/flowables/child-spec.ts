/** What a Subflow or ForEachItem asks for: the child execution as far as its task says. */
import { parseInstant } from '@windhover/expressions';
import { isSystemLabel, labelProblem, taskRunId, type Json, type JsonObject, type Label } from '@windhover/model';
import type { Live, OpenTaskRun } from '../live.ts';
import { textOf } from '../text-of.ts';
import type { ChildSpec } from '../types.ts';
import { mergeLabels } from '../update-execution.ts';

/** The templates of the child, to be rendered in one go. */
export function childTemplates({ task: { definition } }: OpenTaskRun): JsonObject {
  const { namespace, flowId, revision, inputs, labels, scheduleDate, scheduleOn } = definition.properties as Record<
    string,
    Json | undefined
  >;
  const templates = { namespace, flowId, revision, inputs, labels, scheduleDate: scheduleDate ?? scheduleOn };
  return Object.fromEntries(
    Object.entries(templates).filter(([, template]) => template !== undefined && template !== null),
  ) as JsonObject;
}

/** Throws an error that says what cannot be used. `iteration` is the batch of a ForEachItem. */
export function toChildSpec(live: Live, taskRun: OpenTaskRun, rendered: unknown, iteration?: number): ChildSpec {
  const { flow } = live.flow;
  const { definition } = taskRun.task;
  const { namespace, flowId, revision, inputs, labels, scheduleDate } = rendered as Record<string, Json | undefined>;
  const inheritLabels = definition.properties['inheritLabels'] === true;
  const own = toLabels(labels);
  const problem = labelProblem(own);
  if (problem !== undefined) throw new Error(problem);
  return {
    namespace: textOf(namespace),
    flowId: textOf(flowId),
    inputs: (inputs ?? {}) as JsonObject,
    labels: mergeLabels(inheritLabels ? live.labels : live.labels.filter(isSystemLabel), own),
    inheritLabels,
    wait: doesWait(taskRun),
    trigger: {
      id: definition.id,
      type: definition.type.split('$', 1)[0]!,
      variables: {
        executionId: live.id,
        namespace: flow.namespace,
        flowId: flow.id,
        flowRevision: flow.revision,
        taskRunId: taskRunId(live.id, taskRun.ord),
        ...(iteration === undefined ? undefined : { taskRunIteration: iteration }),
      },
    },
    ...(revision === undefined ? undefined : { revision: Number(revision) }),
    ...(scheduleDate === undefined || scheduleDate === ''
      ? undefined
      : { scheduleAt: parseInstant(textOf(scheduleDate)) }),
  };
}

export function doesWait({ task: { definition } }: OpenTaskRun): boolean {
  return definition.properties['wait'] !== false;
}

export function doesTransmitFailed({ task: { definition } }: OpenTaskRun): boolean {
  return definition.properties['transmitFailed'] !== false;
}

export function doesRestartChild({ task: { definition } }: OpenTaskRun): boolean {
  return definition.properties['restartBehavior'] !== 'NEW_EXECUTION';
}

/** A map, or a list of {key, value}; values become text, null ones are left out. */
function toLabels(labels: Json | undefined): Label[] {
  if (labels === undefined || labels === null || typeof labels !== 'object') return [];
  const pairs: (readonly [unknown, unknown])[] = Array.isArray(labels)
    ? labels.map((label) => [(label as JsonObject)['key'], (label as JsonObject)['value']] as const)
    : Object.entries(labels);
  return pairs
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ({ key: textOf(key), value: textOf(value) }));
}
