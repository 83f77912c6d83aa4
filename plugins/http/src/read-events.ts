/** Server-sent events (`text/event-stream`), as browsers read them: UTF-8, one field a line, an empty line ends an event. */
import { formatDuration } from '@windhover/plugin-sdk';

export interface SentEvent {
  /** The lines of `data`, joined. */
  readonly data: string;
  readonly id?: string;
  /** What the stream calls `event`. */
  readonly name?: string;
  readonly comment?: string;
  /** An ISO duration. */
  readonly retry?: string;
}

/** Events with data, in order; one that the end of the stream cuts off is none. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<SentEvent> {
  let lines: string[] = [];
  for await (const line of linesOf(body)) {
    if (line !== '') {
      lines.push(line);
      continue;
    }
    const event = toEvent(lines);
    lines = [];
    if (event !== undefined) yield event;
  }
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let isCut = false;
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    rest += text;
    if (!isCut && !/[\r\n]/.test(text)) continue; // A long line is not searched again with each piece of it
    // A carriage return at the end may be half of a line's end
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    isCut = rest.endsWith('\r');
    yield* lines;
  }
  if (isCut) yield rest.slice(0, -1);
}

function toEvent(lines: readonly string[]): SentEvent | undefined {
  const fields = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line)!;
    const values = fields.get(name!);
    if (values === undefined) fields.set(name!, [value!]);
    else values.push(value!);
  }
  const data = fields.get('data');
  if (data === undefined) return undefined;
  const last = (name: string): string | undefined => fields.get(name)?.at(-1);
  const [id, name, retry, comment] = [last('id'), last('event'), last('retry'), fields.get('')?.join('\n')];
  return {
    data: data.join('\n'),
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(comment !== undefined && { comment }),
    ...(retry !== undefined && /^\d+$/.test(retry) && { retry: formatDuration(Number(retry)) }),
  };
}
