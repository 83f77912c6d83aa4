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
} from './deps.ts';
export { startRuntime } from './start-runtime.ts';
