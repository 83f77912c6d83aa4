/** What is said during one evaluation of a trigger, and which secrets must not be seen in it. */
import type { LogLevel } from '@windhover/model';
import type { TaskLog } from '@windhover/plugin-sdk';
import type { StoredLogLine } from '@windhover/ports';
import { addMask, maskText } from '@windhover/services';
import { levelIndex } from '../batch.ts';
import { toLine } from '../log-lines.ts';
import type { TriggerDeps } from './trigger-deps.ts';

export interface EvaluationLog {
  readonly log: TaskLog;
  /** Secrets that were read, in all their forms. */
  readonly masks: ReadonlySet<string>;
  /** A secret was read: it is hidden in all that is said, also in what was said before. */
  mask(secret: string): void;
  hide(text: string): string;
  /** As they are stored, oldest first. */
  lines(): readonly StoredLogLine[];
}

/** What more is said is left out: a trigger that looks each second must not fill the store. */
const maxLines = 1_000;
const maxCharacters = 4_000_000;

/** Lines below `minLevel` are not kept. */
export function createEvaluationLog(
  { clock, settings }: Pick<TriggerDeps, 'clock' | 'settings'>,
  minLevel: LogLevel = 'TRACE',
): EvaluationLog {
  const masks = new Set<string>();
  let characters = 0;
  let isFull = false;
  const said: { readonly at: number; readonly level: LogLevel; readonly message: string }[] = [];
  return {
    masks,
    log(level, message) {
      if (levelIndex(level) < levelIndex(minLevel) || isFull) return;
      const at = clock.now();
      characters += message.length;
      isFull = said.length >= maxLines || characters > maxCharacters;
      if (isFull) said.push({ at, level: 'WARN', message: `What it says beyond ${said.length} lines is left out` });
      else said.push({ at, level, message });
    },
    mask: (secret) => addMask(masks, secret),
    hide: (text) => maskText(text, masks),
    lines: () => said.map((line) => toLine({ ...line, taskId: undefined }, masks, settings.maxMessageLength)),
  };
}
