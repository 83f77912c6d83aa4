/** The WorkingDirectory task: its children run one after the other in the directory of one attempt. */
import { compileTree, isTruthyText, renderTreeAsync, type Context } from '@windhover/expressions';
import type { CompiledTask, Event } from '@windhover/engine';
import type { JsonObject } from '@windhover/model';
import { TaskError, type RunContext, type Stop, type TaskResult } from '@windhover/plugin-sdk';
import { openAttempt } from './attempt-context.ts';
import { restoreCache, type CacheChoice, type TakeStep } from './directory-cache.ts';
import { handOnTo } from './hand-on.ts';
import { renderOutside } from './evaluate-outside.ts';
import type { Executor } from './executor.ts';
import { failureEvent } from './failure-event.ts';
import { asStored, checkOutputs } from './kept-outputs.ts';
import type { Properties } from './prepared-task.ts';
import { directorySteps, typeOfStep, type DirectoryStepName } from './remote/directory-steps.ts';
import { messageOf } from './rendering.ts';
import { persistently, runTask, withinLimits, type Attempt } from './run-task.ts';
import type { Tools } from './tools.ts';
import type { AttemptOf } from './worker.ts';

type InnerState = (Event & { readonly kind: 'innerEnded' })['state'];

interface Ended {
  readonly state: InnerState;
  readonly outputs?: JsonObject | undefined;
  readonly logFile?: string | undefined;
}

export async function runDirectory(
  attempt: Attempt,
  of: AttemptOf,
  executor: Executor,
  tools: Tools,
): Promise<TaskResult<unknown>> {
  const { context, taskRun } = attempt;
  const { cache, outputFiles, ...written } = await renderProperties(attempt, tools);
  const once: TakeStep = (name, properties) => takeStep(attempt, name, properties);
  const inDirectory: TakeStep = (...step) => persistently(attempt, tools, () => once(...step));
  const keep = cache === undefined ? undefined : await restoreCache(attempt, cache as CacheChoice, once, tools);
  await inDirectory('write', written);
  let warning = false;
  for (const child of taskRun.task.branches!.tasks) {
    context.signal.throwIfAborted();
    const state = await runChild(attempt, of, child, executor, tools);
    if (state === 'FAILED') throw new TaskError(`Task '${child.id}' of the directory failed`);
    warning ||= state === 'WARNING';
  }
  await keep?.();
  const globs = Array.isArray(outputFiles) ? outputFiles.map(String) : [];
  if (globs.length === 0) return { warning };
  const { outputs } = asStored({ outputs: await inDirectory('store', { globs }) });
  checkOutputs(outputs, tools.deps.settings.maxOutputsBytes);
  return { warning, outputs };
}

/** Where the directory is: here, or at a place on a worker. */
async function takeStep(
  { held, context }: Attempt,
  name: DirectoryStepName,
  properties: Properties,
): Promise<Readonly<Record<string, unknown>>> {
  const own = context.withProperties(properties);
  const { outputs } =
    context.place === undefined
      ? await directorySteps[name](own as RunContext<Properties>)
      : await context.place.run(typeOfStep(name), held.tenantKey, own);
  return outputs ?? {};
}

function renderProperties({ held, taskRun }: Attempt, tools: Tools): Promise<Readonly<Record<string, unknown>>> {
  const { namespaceFiles, inputFiles, outputFiles, cache } = taskRun.task.definition.properties;
  const named = Object.entries({ namespaceFiles, inputFiles, outputFiles, cache });
  const wanted = named.filter(([, value]) => value !== undefined);
  const tree = compileTree(Object.fromEntries(wanted));
  return renderOutside(held, taskRun.ord, tools, (variables) => renderTreeAsync(tree, variables, 'text')) as Promise<
    Readonly<Record<string, unknown>>
  >;
}

/** The state that counts for the directory, tolerated failures being warnings. */
async function runChild(
  attempt: Attempt,
  of: AttemptOf,
  child: CompiledTask,
  executor: Executor,
  tools: Tools,
): Promise<InnerState> {
  const { held } = attempt;
  const { clock } = tools.deps;
  const end = async ({ state, outputs, logFile }: Ended): Promise<InnerState> => {
    const ended = {
      ...(outputs === undefined ? undefined : { outputs }),
      ...(logFile === undefined ? undefined : { logFile }),
    };
    executor.post(held, { kind: 'innerEnded', ...of, taskId: child.id, state, at: clock.now(), ...ended });
    const { allowFailure, allowWarning } = child.definition;
    const tolerated = state === 'FAILED' && allowFailure ? 'WARNING' : state;
    return tolerated === 'WARNING' && allowWarning ? 'SUCCESS' : tolerated;
  };

  const admitted = await isAdmitted(attempt, child, tools);
  if (admitted !== true) return end({ state: admitted });
  await executor.send(held.tenantKey, held.executionId, {
    kind: 'innerStarted',
    ...of,
    taskId: child.id,
    at: clock.now(),
  });
  const current = executor.find(held.executionId);
  const taskRun = current?.live.open.get(of.ord)?.children?.inner?.get(child.id);
  if (current === undefined || taskRun === undefined) throw new TaskError('The directory is no longer waited for');
  return end(await runInner({ ...attempt, held: current, taskRun }, attempt, executor, tools));
}

async function runInner(
  inner: Pick<Attempt, 'held' | 'taskRun'>,
  around: Attempt,
  executor: Executor,
  tools: Tools,
): Promise<Ended> {
  const { held, taskRun } = inner;
  const context = openAttempt(held, taskRun, tools, handOnTo(executor, tools.deps.clock, held, taskRun), {
    around: around.context,
  });
  const ended = await outcomeOf({ held, taskRun, context }, tools);
  return { ...ended, logFile: await context.closeLog() };
}

async function outcomeOf(attempt: Attempt, tools: Tools): Promise<Ended> {
  const { context } = attempt;
  const work = persistently(attempt, tools, () => runTask(attempt, tools));
  try {
    const { outputs, warning } = await withinLimits(attempt, work, tools).result;
    return { state: warning === true ? 'WARNING' : 'SUCCESS', outputs: outputs as JsonObject | undefined };
  } catch (cause) {
    const stop = context.signal.aborted ? (context.signal.reason as Stop) : undefined;
    if (stop !== undefined && stop.kind !== 'timeout') return { state: 'KILLED' };
    const { ord, attempt: number } = attempt.taskRun;
    const { message, outputs } = failureEvent({ ord, attempt: number, lease: 0, at: 0 }, cause);
    context.log('ERROR', stop?.message ?? message);
    return { state: 'FAILED', outputs };
  }
}

/** True to run it; else the state in which it ends without having run. */
async function isAdmitted(
  { held, taskRun, context }: Attempt,
  { definition: { id, runIf } }: CompiledTask,
  tools: Tools,
): Promise<true | 'SKIPPED' | 'FAILED'> {
  if (runIf === undefined) return true;
  const tree = compileTree(runIf);
  const render = (variables: Context): Promise<unknown> => renderTreeAsync(tree, variables, 'text');
  try {
    const value = await renderOutside(held, taskRun.ord, tools, render);
    return isTruthyText(value as string | null) ? true : 'SKIPPED';
  } catch (cause) {
    context.log('ERROR', `runIf of task '${id}': ${messageOf(cause)}`);
    return 'FAILED';
  }
}
