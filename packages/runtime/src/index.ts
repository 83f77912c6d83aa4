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
export { crashAt, crashPoints, type CrashAt, type CrashPoint } from './crash-points.ts';
export { startRuntime } from './start-runtime.ts';
