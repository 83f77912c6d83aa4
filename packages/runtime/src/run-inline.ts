/** Runs an inline task in the executor's own batch: rendered, checked, run and answered without a turn of the loop. */
import { flowVariables, variablesOf, type Event, type OpenTaskRun } from '@windhover/engine';
import type { JsonObject, LogLevel } from '@windhover/model';
import type { MetricValue, StoredLogLine } from '@windhover/ports';
import type { InlineContext, InlineTask, Metric, TaskLog, TaskRunInfo } from '@windhover/plugin-sdk';
import { maskText } from '@windhover/services';
import { failureEvent } from './failure-event.ts';
import type { Held } from './held.ts';
import { maskChange } from './mask-shown.ts';
import { addMetric } from './metric-values.ts';
import type { PreparedTask, Properties } from './prepared-task.ts';
import { notLoadedIn } from './rendering.ts';
import { TaskLines } from './task-lines.ts';
import { taskRunInfo } from './task-run-info.ts';
import type { Tools } from './tools.ts';

export interface InlineResult {
  readonly event: Event;
  readonly lines: readonly StoredLogLine[];
  readonly metrics: readonly MetricValue[];
}

/** Undefined when the properties need something that is not in memory: they must be rendered outside of the batch. */
export function runInline(
  held: Held,
  taskRun: OpenTaskRun,
  tools: Tools,
  rendered?: Properties,
): InlineResult | undefined {
  const context = new InlineRun(held, taskRun, tools);
  const { ord, attempt, lease } = taskRun;
  const at = tools.deps.clock.now();
  try {
    const prepared = tools.prepare(taskRun.task);
    context.properties = rendered ?? renderProperties(prepared, held, taskRun, tools);
    const result = (prepared.task as unknown as InlineTask).run(context);
    return {
      event: {
        kind: 'taskSucceeded',
        ord,
        attempt,
        lease,
        at,
        ...(result.outputs === undefined ? undefined : { outputs: result.outputs as JsonObject }),
        ...(result.warning === true ? { warning: true } : undefined),
        ...(result.update === undefined ? undefined : { update: maskChange(result.update, held.masks) }),
      },
      lines: context.lines,
      metrics: context.metrics,
    };
  } catch (cause) {
    if (rendered === undefined && notLoadedIn(cause) !== undefined) return undefined;
    const failure = failureEvent({ ord, attempt, lease, at }, cause);
    context.say('ERROR', failure.message);
    const event = { ...failure, message: maskText(failure.message, held.masks) };
    return { event, lines: context.lines, metrics: context.metrics };
  }
}

function renderProperties(prepared: PreparedTask, held: Held, taskRun: OpenTaskRun, tools: Tools): Properties {
  return prepared.propertiesSync(tools.rendering.contextSync(variablesOf(held.live, taskRun)));
}

/** A class for speed: one is made for each inline task, and most tasks look at little of it. */
class InlineRun implements InlineContext<Properties> {
  readonly #held: Held;
  readonly #taskRun: OpenTaskRun;
  readonly #said: TaskLines;
  readonly lines: StoredLogLine[] = [];
  readonly metrics: MetricValue[] = [];
  properties: Properties = {};

  constructor(held: Held, taskRun: OpenTaskRun, tools: Tools) {
    this.#held = held;
    this.#taskRun = taskRun;
    this.#said = new TaskLines(held, taskRun.task, tools.deps);
  }

  get written(): JsonObject {
    return this.#taskRun.task.definition.properties;
  }

  get taskRun(): TaskRunInfo {
    return taskRunInfo(this.#held, this.#taskRun);
  }

  get execution(): InlineContext<Properties>['execution'] {
    const { live } = this.#held;
    return { labels: live.labels, variables: flowVariables(live) ?? {} };
  }

  /** What is said of the task. */
  say(level: LogLevel, message: string): void {
    this.#add(this.#said.of(level, message));
  }

  readonly log: TaskLog = (level: LogLevel, message: string) => this.#add(this.#said.by(level, message));

  #add(line: StoredLogLine | undefined): void {
    if (line !== undefined) this.lines.push(line);
  }

  readonly metric = (metric: Metric): void => addMetric(this.metrics, metric);
}
