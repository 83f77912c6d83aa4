import type { PureFunction } from '../call-environment.ts';
import {
  dayOfMonth,
  dayOfWeek,
  hourOfDay,
  isDayWeekInMonth,
  isLastWorkingDay,
  isWeekend,
  monthOfYear,
} from './calendar.ts';
import { isDateAfter, isDateBefore, isDateBetween } from './date-order.ts';
import { decrypt, encrypt } from './encryption.ts';
import { max, min } from './extremes.ts';
import { currentEachOutput, env, fetchContext, fileURI, loopOutputs, tasksWithState } from './flow-context.ts';
import { now } from './now.ts';
import { fromIon, fromJsonAs, yaml } from './parsing.ts';
import { isPublicHoliday } from './public-holiday.ts';
import { id, ksuid, nanoId, randomInt, uuid } from './random.ts';
import { range } from './range.ts';

/** By name; no prototype, so that a template finds nothing else in it. */
export const functionTable: Readonly<Record<string, PureFunction>> = Object.assign(
  Object.create(null) as Record<string, PureFunction>,
  {
    currentEachOutput,
    dayOfMonth,
    dayOfWeek,
    decrypt,
    encrypt,
    env,
    fetchContext,
    fileURI,
    fromIon,
    fromJson: fromJsonAs('fromJson'),
    hourOfDay,
    id,
    isDateAfter,
    isDateBefore,
    isDateBetween,
    isDayWeekInMonth,
    isLastWorkingDay,
    isPublicHoliday,
    isWeekend,
    json: fromJsonAs('json'),
    ksuid,
    loopOutputs,
    max,
    min,
    monthOfYear,
    nanoId,
    now,
    parent: () => '',
    printContext: fetchContext,
    randomInt,
    range,
    tasksWithState,
    uuid,
    yaml,
  },
);
