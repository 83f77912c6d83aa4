/** Failures on their way to the other process: what tasks and the engine tell apart stays apart. */
import { DatabaseUnavailable, isUnavailable } from '@windhover/model';
import { TaskError } from '@windhover/plugin-sdk';
import { messageOf } from '../rendering.ts';

export interface WireError {
  readonly message: string;
  /** `unavailable`: it may go well later. */
  readonly kind: 'task' | 'unavailable' | 'other';
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export function toWireError(cause: unknown): WireError {
  const message = messageOf(cause);
  if (isUnavailable(cause)) return { kind: 'unavailable', message };
  if (!(cause instanceof TaskError)) return { kind: 'other', message };
  return { kind: 'task', message, ...(cause.outputs === undefined ? {} : { outputs: cause.outputs }) };
}

export function fromWireError(error: unknown): Error {
  const { kind, message, outputs } = (error ?? {}) as Partial<WireError>;
  const text = String(message);
  switch (kind) {
    case 'task':
      return new TaskError(text, isData(outputs) ? { outputs } : {});
    case 'unavailable':
      return new DatabaseUnavailable({ database: 'of the server', reason: text });
    default:
      return new Error(text);
  }
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
