/** What one attempt of a task on a worker sees. */
import { compileTree, renderTreeAsync, type Context } from '@windhover/expressions';
import { flowVariables, variablesOf, type OpenTaskRun, type Variables } from '@windhover/engine';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@windhover/model';
import type { RunContext, Stop } from '@windhover/plugin-sdk';
import type { MetricValue, StoredLogLine } from '@windhover/ports';
import { renderOutside } from './evaluate-outside.ts';
import type { Held } from './held.ts';
import { createLogBuffer } from './log-buffer.ts';
import { createLogFile } from './log-file.ts';
import { addMetric } from './metric-values.ts';
import type { Properties } from './prepared-task.ts';
import { messageOf } from './rendering.ts';
import { removeDirectory } from './remove-directory.ts';
import type { Place } from './remote/place.ts';
import { runCode } from './run-code.ts';
import { runSpec } from './run-spec.ts';
import { taskFilesOf } from './task-files.ts';
import { TaskLines } from './task-lines.ts';
import { ownerOf } from './task-owner.ts';
import { taskRunInfo } from './task-run-info.ts';
import type { Tools } from './tools.ts';

export interface AttemptContext {
  readonly signal: AbortSignal;
  /** What its templates see. */
  readonly variables: Variables;
  /** Where its code runs, when that is not here. */
  readonly place: Place | undefined;
  /** For the task, once its properties are rendered. */
  withProperties(properties: Properties): RunContext<unknown>;
  /** Made on first use. */
  workingDirectory(): Promise<string>;
  log: RunContext<unknown>['log'];
  /** The first reason counts. */
  stop(stop: Stop): void;
  /** Hands on what it measured and the last lines; what comes later is dropped. Answers the file that holds the log, if one does. */
  closeLog(): Promise<string | undefined>;
  removeDirectory(): Promise<void>;
}

/** Where what it says and measures goes. */
export interface HandOn {
  lines(lines: readonly StoredLogLine[]): void;
  metrics(values: readonly MetricValue[]): void;
}

export interface AttemptPlace {
  /** The WorkingDirectory that it runs in: they share the directory, and what stops that stops this. */
  readonly around?: AttemptContext | undefined;
  /** On a worker of a group; what runs in a directory runs where that is. */
  readonly place?: Place | undefined;
}

export function openAttempt(
  held: Held,
  taskRun: OpenTaskRun,
  tools: Tools,
  handOn: HandOn,
  { around, place = around?.place }: AttemptPlace = {},
): AttemptContext {
  const { clock, settings, taskServices, confinement, http } = tools.deps;
  const { task, ord } = taskRun;
  const { definition } = task;
  const info = taskRunInfo(held, taskRun);
  const controller = new AbortController();
  const file = definition.logToFile
    ? createLogFile(settings.tmpDir, `${info.id}-${info.attempt}`, taskFilesOf(held, ord, tools, 'allowed'))
    : undefined;
  const buffer = createLogBuffer(clock, (full) => (file === undefined ? handOn.lines(full) : file.add(full)));
  const metrics: MetricValue[] = [];
  let own: Promise<string> | undefined;
  const lines = new TaskLines(held, task, tools.deps);
  let isLogClosed = false;

  const stop = (reason: Stop): void => {
    if (!controller.signal.aborted) controller.abort(reason);
  };
  const stopWithAround = (): void => stop(around!.signal.reason as Stop);
  if (around?.signal.aborted === true) stopWithAround();
  else around?.signal.addEventListener('abort', stopWithAround, { once: true });

  const workingDirectory = around?.workingDirectory ?? (() => (own ??= mkdtemp(join(settings.tmpDir, 'run-'))));

  const add = (line: StoredLogLine | undefined): void => {
    if (line !== undefined) buffer.add(line);
  };
  const say: AttemptContext['log'] = (level, message) => {
    if (!isLogClosed) add(lines.of(level, message));
  };
  /** A file of lines is part of what the tenant has in files. */
  const log: RunContext<unknown>['log'] =
    file !== undefined
      ? say
      : (level, message) => {
          if (!isLogClosed) add(lines.by(level, message));
        };

  const ownVariables = variablesOf(held.live, ord);
  const variables = around === undefined ? ownVariables : withinDirectory(ownVariables, around.variables);

  const withProperties = (properties: Properties): RunContext<unknown> => ({
    properties,
    written: definition.properties,
    taskRun: info,
    log,
    execution: { labels: held.live.labels, variables: flowVariables(held.live) ?? {} },
    metric: (metric) => addMetric(metrics, metric),
    signal: controller.signal,
    workingDirectory,
    render: (template, extra) => renderFor(held, ord, variables, tools, template, extra),
    runTask: (spec) =>
      runSpec(
        spec,
        {
          render: (render) => renderOutside(held, ord, tools, render, variables),
          run: (task, properties) => runCode(task, withProperties(properties), held, place),
        },
        tools,
      ),
    files: taskFilesOf(held, ord, tools, 'allowed'),
    services: { call: (name, args) => taskServices.call(ownerOf(held, tools.deps), name, args) },
    confinement: confinement.of(held.tenantKey),
    http: http.of(held.tenantKey),
  });

  return {
    signal: controller.signal,
    variables,
    place,
    log: say,
    stop,
    workingDirectory,
    withProperties,
    async closeLog() {
      buffer.flush();
      if (!isLogClosed && metrics.length > 0) handOn.metrics([...metrics]);
      isLogClosed = true;
      around?.signal.removeEventListener('abort', stopWithAround);
      return file?.store().catch((cause: unknown) => {
        const message = `The log cannot be stored as a file: ${messageOf(cause)}`;
        handOn.lines([lines.line('WARN', message)]);
        return undefined;
      });
    },
    async removeDirectory() {
      if (own !== undefined) await removeDirectory(await own);
    },
  };
}

function renderFor(
  held: Held,
  ord: number,
  variables: Variables,
  tools: Tools,
  template: unknown,
  extra: JsonObject | undefined,
): Promise<unknown> {
  const tree = compileTree(template);
  const render = (context: Context): Promise<unknown> => {
    if (extra === undefined) return renderTreeAsync(tree, context, 'text');
    const lookup = (name: string): unknown => (Object.hasOwn(extra, name) ? extra[name] : context.lookup(name));
    const names = (): string[] => [...Object.keys(extra), ...context.names()];
    return renderTreeAsync(tree, { ...context, lookup, names }, 'text');
  };
  return renderOutside(held, ord, tools, render, variables);
}

/** A child of a WorkingDirectory has the directory's value; the directory's own task run is `workerTaskrun`. */
function withinDirectory(own: Variables, around: Variables): Variables {
  return {
    lookup(name) {
      switch (name) {
        case 'taskrun': {
          const value = (around.lookup('taskrun') as { readonly value?: string }).value;
          return { ...(value === undefined ? undefined : { value }), ...(own.lookup('taskrun') as object) };
        }
        case 'workerTaskrun':
          return around.lookup('taskrun');
        default:
          return own.lookup(name);
      }
    },
    names: () => [...own.names(), 'workerTaskrun'],
  };
}
