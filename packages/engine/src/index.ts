export { advance } from './advance.ts';
export { awaitsChild, onlyAwaitsChildren } from './awaits-child.ts';
export { compileFlow } from './compile-flow.ts';
export { engineTaskTypes } from './flowables/flowables.ts';
export { iterationFlow } from './iteration-flow.ts';
export { defaultEngineSettings } from './live.ts';
export type { EngineSettings, Frame, Live, LiveOptions, OpenTaskRun, StopOrder } from './live.ts';
export { loadLive } from './load-live.ts';
export type { StoredTaskRun } from './load-live.ts';
export { provideOuterOutputs, provideOutputs } from './provide-outputs.ts';
export { replayFrom } from './replay.ts';
export type { Replay } from './replay.ts';
export { restartTaskRuns } from './restart.ts';
export type { Restart } from './restart.ts';
export { startLive } from './start-live.ts';
export type { StartOptions } from './start-live.ts';
export type { Spending } from './spending.ts';
export { snapshot, taskRunOf } from './to-task-run.ts';
export { NotLoaded } from './types.ts';
export type {
  Advance,
  Change,
  ChildSpec,
  CompiledBranches,
  CompiledFlow,
  CompiledTask,
  Decision,
  Effect,
  Evaluation,
  Evaluator,
  Event,
  EventKind,
  ExecutionUpdate,
  LoopPage,
  LoopValue,
  NewExecution,
  Phase,
  TaskKind,
  Variables,
} from './types.ts';
export { flowVariables, variablesOf } from './variables.ts';
