import { readHttpText, TaskError, type HttpReply } from '@windhover/plugin-sdk';

/** What is kept as an output is small: what is larger is downloaded as a file. */
const maxBytes = 10 * 1024 * 1024;

/** The body of an answer, in the charset that it names. Throws `TaskError` for more than 10 MiB. */
export async function readText(reply: HttpReply, defaultCharset: string): Promise<string> {
  const text = await readHttpText(reply, maxBytes, defaultCharset);
  if (text !== undefined) return text;
  throw new TaskError(`The answer has more than ${maxBytes} bytes: use Download, which stores it as a file`);
}
