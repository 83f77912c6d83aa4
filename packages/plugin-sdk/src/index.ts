export {
  defineTask,
  describeTask,
  TaskError,
  type AnyTask,
  type InlineTask,
  type RunnableTask,
  type TaskResult,
} from './define-task.ts';
export type {
  ExecutionChange,
  InlineContext,
  Metric,
  RunContext,
  Stop,
  TaskFiles,
  TaskLog,
  TaskRunInfo,
  TaskServices,
} from './run-context.ts';
export { formatDuration, parseDuration } from '@windhover/expressions';
export type { JsonObject, LogLevel } from '@windhover/model';
