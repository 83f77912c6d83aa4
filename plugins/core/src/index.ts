import type { AnyTask } from '@windhover/plugin-sdk';
import { echo } from './debug/echo.ts';
import { returnTask } from './debug/return.ts';
import { assert } from './execution/assert.ts';
import { exit } from './execution/exit.ts';
import { fail } from './execution/fail.ts';
import { labels } from './execution/labels.ts';
import { setVariables } from './execution/set-variables.ts';
import { unsetVariables } from './execution/unset-variables.ts';
import { sleep } from './flow/sleep.ts';
import { kvDelete } from './kv/delete.ts';
import { kvGetKeys } from './kv/get-keys.ts';
import { kvGet } from './kv/get.ts';
import { kvSet } from './kv/set.ts';
import { log } from './log/log.ts';
import { deleteFiles } from './namespace/delete-files.ts';
import { downloadFiles } from './namespace/download-files.ts';
import { uploadFiles } from './namespace/upload-files.ts';
import { outputValues } from './output/output-values.ts';
import { stateDelete } from './state/delete.ts';
import { stateGet } from './state/get.ts';
import { stateSet } from './state/set.ts';
import { concat } from './storage/concat.ts';
import { deduplicateItems } from './storage/deduplicate-items.ts';
import { deleteFile } from './storage/delete.ts';
import { filterItems } from './storage/filter-items.ts';
import { reverse } from './storage/reverse.ts';
import { size } from './storage/size.ts';
import { split } from './storage/split.ts';
import { write } from './storage/write.ts';

/** The tasks that every server has, beside the flowables of the language. */
export const corePlugins: readonly AnyTask[] = [
  assert,
  concat,
  deduplicateItems,
  deleteFile,
  deleteFiles,
  downloadFiles,
  echo,
  exit,
  fail,
  filterItems,
  kvDelete,
  kvGet,
  kvGetKeys,
  kvSet,
  labels,
  log,
  outputValues,
  returnTask,
  reverse,
  setVariables,
  size,
  sleep,
  split,
  stateDelete,
  stateGet,
  stateSet,
  unsetVariables,
  uploadFiles,
  write,
];
