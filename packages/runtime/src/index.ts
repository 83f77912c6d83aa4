export type {
  FlowSource,
  Runtime,
  RuntimeClock,
  RuntimeDeps,
  RuntimeProblem,
  RuntimeSettings,
  RuntimeStatistics,
  StartRuntime,
  TaskRegistry,
  TriggerRegistry,
} from './deps.ts';
export { startRuntime } from './start-runtime.ts';
export { startWorker, WorkerRefused, type RunningWorker, type WorkerOptions } from './remote/start-worker.ts';
