/** Log lines as they are stored: secrets hidden, length bounded, control characters visible. */
import type { LogLevel } from '@windhover/model';
import type { StoredLogLine } from '@windhover/ports';
import { maskText } from '@windhover/services';

export interface LineOf {
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly taskId: string | undefined;
}

export function toLine(
  { at, level, message, taskId }: LineOf,
  masks: ReadonlySet<string>,
  maxLength: number,
): StoredLogLine {
  const masked = masks.size === 0 ? message : maskText(message, masks);
  const bounded =
    masked.length > maxLength ? `${masked.slice(0, maxLength)}… (cut: ${masked.length} characters)` : masked;
  const line = { at, level, message: hasControls.test(bounded) ? bounded.replace(controls, escape) : bounded };
  return taskId === undefined ? line : { ...line, taskId };
}

// Line feeds and tabs are kept; terminals and log viewers obey the others.
// oxlint-disable-next-line no-control-regex
const hasControls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
