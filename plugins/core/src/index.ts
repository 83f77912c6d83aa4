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
import { log } from './log/log.ts';
import { outputValues } from './output/output-values.ts';

/** The tasks that every server has, beside the flowables of the language. */
export const corePlugins: readonly AnyTask[] = [
  assert,
  echo,
  exit,
  fail,
  labels,
  log,
  outputValues,
  returnTask,
  setVariables,
  sleep,
  unsetVariables,
];
