import { splitExecutionLinks } from '@windhover/model';
import { Fragment, type ReactNode } from 'react';
import type { LogLevel, WireLog } from '../api/wire.ts';
import { formatInstant, formatInstantWithZone, formatTime } from '../format/instant.ts';
import { parseAnsi } from './ansi.ts';
import { LinkedExecution } from './linked-execution.tsx';
import classes from './log-list.module.css';

export const levelTone: Readonly<Record<LogLevel, string>> = {
  ERROR: 'red',
  WARN: 'yellow',
  INFO: 'blue',
  DEBUG: 'grey',
  TRACE: 'faint',
};

interface LogLineProps {
  readonly line: WireLog;
  readonly showTask: boolean;
  /** Marked where it occurs; already in lower case. */
  readonly marked: string;
  /** Where the line comes from, when lines of several executions stand together. */
  readonly source?: ReactNode;
}

export function LogLine({ line, showTask, marked, source }: LogLineProps) {
  const at = Date.parse(line.timestamp);
  return (
    <>
      <time className={classes.time} dateTime={line.timestamp} title={formatInstantWithZone(at)}>
        {source === undefined ? formatTime(at) : formatInstant(at)}
      </time>
      <span className={classes.level} style={{ color: `var(--${levelTone[line.level]}-text)` }}>
        {line.level}
      </span>
      {source}
      {showTask && (
        <span className={classes.task} title={taskOf(line)}>
          {taskOf(line)}
        </span>
      )}
      <span className={classes.message}>
        {parseAnsi(line.message).map((span, index) => (
          <span key={index} style={{ color: span.color, fontWeight: span.bold === true ? 600 : undefined }}>
            {splitExecutionLinks(span.text).map((piece, at) => (
              <Fragment key={at}>
                {typeof piece === 'string' ? mark(piece, marked) : <LinkedExecution {...piece} />}
              </Fragment>
            ))}
          </span>
        ))}
      </span>
    </>
  );
}

function mark(text: string, wanted: string) {
  if (wanted === '') return text;
  const parts: ReactNode[] = [];
  const lower = text.toLowerCase();
  let at = 0;
  for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
    parts.push(
      <Fragment key={at}>{text.slice(at, found)}</Fragment>,
      <mark key={`m${found}`}>{text.slice(found, found + wanted.length)}</mark>,
    );
    at = found + wanted.length;
  }
  return [...parts, text.slice(at)];
}

/** The task with its attempt where that is not the first. */
function taskOf({ taskId, triggerId, attemptNumber = 0 }: WireLog): string {
  const task = taskId ?? triggerId ?? '';
  return attemptNumber > 0 ? `${task} #${attemptNumber + 1}` : task;
}
