/** ForEach, EachSequential, EachParallel: the same tasks for each item, in groups; an item is known by its index. */
import type { JsonObject } from '@windhover/model';
import { evaluate } from '../evaluate.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import type { Frame, Live, OpenTaskRun } from '../live.ts';
import { remember } from '../remember.ts';
import { textOf } from '../text-of.ts';
import type { Flowable } from './flowable.ts';
import { limitOf } from './limit.ts';

export const forEach = forEachOver('values', (taskRun) => limitOf(taskRun, 'concurrencyLimit', 1));
export const eachSequential = forEachOver('value', () => 1);
export const eachParallel = forEachOver('value', (taskRun) => limitOf(taskRun, 'concurrent', 0));

/** `property` holds the items; `limit` tells how many groups may run at once, 0 for all. */
function forEachOver(property: string, limit: (taskRun: OpenTaskRun) => number): Flowable {
  const frameOf = (taskRun: OpenTaskRun): Frame => {
    const frame = newFrame('forEach', taskRun, taskRun.task.branches!.tasks, limit(taskRun));
    frame.items = taskRun.memo!['items'] as readonly string[];
    return frame;
  };
  const resolved = (live: Live, taskRun: OpenTaskRun, _key: string, value: unknown): void => {
    const items = itemsOf(value);
    if (typeof items === 'string') return failTaskRun(live, taskRun, items);
    warnOfDuplicates(live, taskRun, items);
    remember(live, taskRun, { items } as JsonObject);
    openFrame(live, taskRun, frameOf(taskRun));
  };
  return {
    start(live, taskRun) {
      const result = evaluate(live, taskRun, 'items', taskRun.task.definition.properties[property], 'value');
      if (result === undefined) return;
      if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
      else resolved(live, taskRun, 'items', result.value);
    },
    resolved,
    restore: (_live, taskRun) => (taskRun.memo?.['items'] === undefined ? undefined : frameOf(taskRun)),
  };
}

/** Items as text, objects as JSON; or why there are none. */
function itemsOf(value: unknown): string[] | string {
  const list = typeof value === 'string' ? parsedList(value) : value;
  if (!Array.isArray(list)) return `The values are no list and no text with a JSON list: ${shortText(value)}`;
  const nulls = list.filter((item) => item === null || item === undefined).length;
  if (nulls > 0) return `Found '${nulls}' null values on Each, with values=${shortText(list)}`;
  return list.map((item: unknown) => textOf(item));
}

function parsedList(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function shortText(value: unknown): string {
  const text = textOf(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function warnOfDuplicates(live: Live, taskRun: OpenTaskRun, items: readonly string[]): void {
  const repeated = items.length - new Set(items).size;
  if (repeated === 0) return;
  const message = `${repeated} of the ${items.length} values repeat earlier ones: each runs, and 'outputs' keeps the last of equal values`;
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'WARN', message });
}
