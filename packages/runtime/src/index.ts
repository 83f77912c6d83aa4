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
export { startRuntime } from './start-runtime.ts';
export { createTaskServices, type TaskServiceDeps } from './task-services/create-task-services.ts';
