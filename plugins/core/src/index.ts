import type { AnyTask } from '@windhover/plugin-sdk';
import { echo } from './debug/echo.ts';
import { returnTask } from './debug/return.ts';
import { assert } from './execution/assert.ts';
import { count } from './execution/count.ts';
import { exit } from './execution/exit.ts';
import { fail } from './execution/fail.ts';
import { labels } from './execution/labels.ts';
import { purgeExecutions } from './execution/purge-executions.ts';
import { resume } from './execution/resume.ts';
import { setVariables } from './execution/set-variables.ts';
import { unsetVariables } from './execution/unset-variables.ts';
import { mergeOutputs } from './flow/merge-outputs.ts';
import { purgeFlows } from './flow/purge-flows.ts';
import { sleep } from './flow/sleep.ts';
import { splitItems } from './flow/split-items.ts';
import { kvDelete } from './kv/delete.ts';
import { kvGetKeys } from './kv/get-keys.ts';
import { kvGet } from './kv/get.ts';
import { purgeKv } from './kv/purge-kv.ts';
import { kvSet } from './kv/set.ts';
import { fetchLogs } from './log/fetch.ts';
import { log } from './log/log.ts';
import { purgeLogs } from './log/purge-logs.ts';
import { deleteFiles } from './namespace/delete-files.ts';
import { downloadFiles } from './namespace/download-files.ts';
import { purgeFiles } from './namespace/purge-files.ts';
import { uploadFiles } from './namespace/upload-files.ts';
import { outputValues } from './output/output-values.ts';
import { stateDelete } from './state/delete.ts';
import { stateGet } from './state/get.ts';
import { stateSet } from './state/set.ts';
import { concat } from './storage/concat.ts';
import { deduplicateItems } from './storage/deduplicate-items.ts';
import { deleteFile } from './storage/delete.ts';
import { filterItems } from './storage/filter-items.ts';
import { localFiles } from './storage/local-files.ts';
import { purgeCurrentExecutionFiles } from './storage/purge-current-execution-files.ts';
import { reverse } from './storage/reverse.ts';
import { size } from './storage/size.ts';
import { split } from './storage/split.ts';
import { write } from './storage/write.ts';
import { templatedTask } from './templating/templated-task.ts';
import { toggle } from './trigger/toggle.ts';

/** The tasks that every server has, beside the flowables of the language. */
export const corePlugins: readonly AnyTask[] = [
  assert,
  concat,
  count,
  deduplicateItems,
  deleteFile,
  deleteFiles,
  downloadFiles,
  echo,
  exit,
  fail,
  fetchLogs,
  filterItems,
  kvDelete,
  kvGet,
  kvGetKeys,
  kvSet,
  labels,
  localFiles,
  log,
  outputValues,
  purgeCurrentExecutionFiles,
  purgeExecutions,
  purgeFiles,
  purgeFlows,
  purgeKv,
  purgeLogs,
  resume,
  returnTask,
  reverse,
  setVariables,
  size,
  sleep,
  split,
  stateDelete,
  stateGet,
  stateSet,
  templatedTask,
  toggle,
  unsetVariables,
  uploadFiles,
  write,
];

/** Steps of flowables that run on workers: no flow names them. */
export const hiddenTasks: readonly AnyTask[] = [mergeOutputs, splitItems];
