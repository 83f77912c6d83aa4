export type {
  FlowSource,
  Runtime,
  RuntimeClock,
  RuntimeDeps,
  RuntimeProblem,
  RuntimeSettings,
  RuntimeStatistics,
  StartRuntime,
  TaskOwner,
  TaskRegistry,
  TaskServicesSource,
} from './deps.ts';
