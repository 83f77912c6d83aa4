export {
  defineTask,
  describeTask,
  TaskError,
  type AnyTask,
  type InlineTask,
  type RunnableTask,
  type TaskResult,
} from './define-task.ts';
export {
  defineTrigger,
  describeTrigger,
  type AnyTrigger,
  type PollingTrigger,
  type TriggerContext,
  type TriggerInfo,
} from './define-trigger.ts';
export { parseGlob, type Glob } from './glob.ts';
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
export {
  localiseUris,
  matchingFiles,
  storeOutputFiles,
  toFilesMap,
  writeInputFiles,
  writeNamespaceFiles,
  type FilesMap,
  type NamespaceFilesChoice,
} from './working-files.ts';
export { writeWithin } from './write-within.ts';
export { formatDuration, isTruthyText, parseDuration } from '@windhover/expressions';
export {
  convertProperties,
  durationProperty,
  labelsProperty,
  mapProperty,
  outdated,
  parseSize,
  patternProperty,
  pluginProperty,
  replaced,
  sizeProperty,
  stateProperty,
  labelProblem,
  textOf,
  timeZoneProperty,
  toLabels,
} from '@windhover/model';
export { parseExactJson, readHttpText } from '@windhover/model';
export type {
  ConfinedProgram,
  Confinement,
  HttpClient,
  HttpFormPart,
  HttpReply,
  HttpRequest,
  JsonObject,
  Label,
  LogLevel,
  Program,
} from '@windhover/model';
