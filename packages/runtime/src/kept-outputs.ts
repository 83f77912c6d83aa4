/** What of the outputs of a task can be kept. */
import { TaskError, type TaskResult } from '@windhover/plugin-sdk';

/** Throws for what JSON cannot say, and for more bytes of it than are kept. */
export function checkOutputs(outputs: unknown, maxBytes: number): void {
  const sizeBytes = outputs === undefined ? 0 : Buffer.byteLength(JSON.stringify(outputs));
  if (sizeBytes > maxBytes) {
    throw new TaskError(`Outputs have ${sizeBytes} bytes, at most ${maxBytes} are kept: store them as a file`);
  }
}

/** The failure with the outputs that it had gathered as the store gives them back; without them when they cannot be kept. */
export function withKeptOutputs(cause: unknown, maxBytes: number): unknown {
  if (!(cause instanceof TaskError) || cause.outputs === undefined) return cause;
  try {
    checkOutputs(cause.outputs, maxBytes);
    return new TaskError(cause.message, { cause, ...asStored({ outputs: cause.outputs }) });
  } catch {
    return new TaskError(cause.message, { cause });
  }
}

/** As the store gives them back: a worker can send what JSON has not. Throws for what JSON cannot say. */
export function asStored<Result extends TaskResult<Readonly<Record<string, unknown>>>>(result: Result): Result {
  const { outputs } = result;
  return outputs === undefined ? result : { ...result, outputs: JSON.parse(JSON.stringify(outputs)) as never };
}
