import type { Instant, LogLevel } from '@windhover/model';

/** A line of a log as text. What follows a line feed in its message is indented: it cannot be taken for a line of its own. */
export function logTextLine(line: {
  readonly at: Instant;
  readonly level: LogLevel;
  readonly message: string;
  /** What else stands between the level and the message. */
  readonly of?: string;
}): string {
  const head = [new Date(line.at).toISOString(), line.level, ...(line.of === undefined ? [] : [line.of])];
  return `${head.join(' ')} ${line.message.replaceAll('\n', '\n    ')}\n`;
}
