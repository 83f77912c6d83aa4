/** Lines of one attempt, handed on in chunks: one row a flush, not one a line. */
import type { StoredLogLine } from '@windhover/ports';
import type { RuntimeClock } from './deps.ts';

export interface LogBuffer {
  add(line: StoredLogLine): void;
  flush(): void;
}

/** Live pages see a line after this at the latest. */
const flushAfterMs = 100;
const maxLines = 1_000;
const maxCharacters = 256_000;

export function createLogBuffer(clock: RuntimeClock, handOn: (lines: readonly StoredLogLine[]) => void): LogBuffer {
  let lines: StoredLogLine[] = [];
  let characters = 0;
  let cancel: (() => void) | undefined;

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (lines.length === 0) return;
    const full = lines;
    lines = [];
    characters = 0;
    handOn(full);
  };
  return {
    add(line) {
      lines.push(line);
      characters += line.message.length;
      if (lines.length >= maxLines || characters >= maxCharacters) flush();
      else cancel ??= clock.after(flushAfterMs, flush);
    },
    flush,
  };
}
