import { defineTask, TaskError, type RunContext } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { httpProperties } from './http-properties.ts';
import { readEvents, type SentEvent } from './read-events.ts';
import { demandAllowed, sendRequest } from './send-request.ts';

/** Events are kept as an output, which is small. */
const maxBytes = 10 * 1024 * 1024;

type ReadEvent = Omit<SentEvent, 'data'> & { readonly data: unknown };

export const sseRequest = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.http.SseRequest',
  title: 'Read server-sent events',
  description:
    'Reads the events that a server sends until it closes the stream, up to 10 MiB, or up to `maxEvents`. Data that is JSON is read as such.',
  properties: z.object({
    ...httpProperties,
    maxEvents: z.number().int().min(1).optional().describe('After how many events to stop. Default: at the end.'),
    concatJqExpression: z
      .string()
      .optional()
      .describe(
        'A jq program over each event (`data`, `id`, `name`), whose texts and numbers are joined. Example: `.data.text`.',
      ),
    failedOnMissingJq: z
      .boolean()
      .default(true)
      .describe(
        'Whether an event of which the program makes no text, number or boolean is a failure; else it is skipped.',
      ),
  }),
  outputs: z.object({
    uri: z.string().describe('Who answered, after redirects.'),
    size: z.number().describe('How many events came.'),
    events: z
      .array(z.looseObject({ data: z.unknown() }))
      .optional()
      .describe(
        '`data` of each, with `id`, `name`, `comment` and `retry` where it has them; not with `concatJqExpression`.',
      ),
    result: z.string().optional().describe('What `concatJqExpression` made of them.'),
  }),
  examples: [
    {
      title: 'The words of a model, as one text',
      code: `id: answer
type: io.kestra.plugin.core.http.SseRequest
uri: https://example.com/answers
method: POST
body: "{{ {'question': inputs.question} }}"
concatJqExpression: .data.word
`,
    },
  ],
  async run({ properties, http, signal, log, metric, files, workingDirectory, render }) {
    const { concatJqExpression: program, failedOnMissingJq, maxEvents = Infinity } = properties;
    const headers = { accept: 'text/event-stream', ...properties.headers };
    const reply = await sendRequest(
      { ...properties, headers },
      { http, signal, log, files: { read: (uri) => files.read(uri), workingDirectory } },
    );
    const { url: uri, status: code } = reply;
    const events: ReadEvent[] = [];
    try {
      demandAllowed(properties, code, { code, uri });
      for await (const event of readEvents(atMost(maxBytes, reply.body))) {
        events.push({ ...event, data: fromJson(event.data) });
        if (events.length >= maxEvents) break;
      }
    } finally {
      reply.discard();
    }
    const size = events.length;
    metric({ name: 'size', type: 'counter', value: size });
    if (program === undefined) return { outputs: { uri, size, events } };
    const texts: string[] = [];
    for (const event of events) {
      const made = await applyJq(render, program, event);
      if (made instanceof Error) {
        const message = `Failed to resolve JQ expression '${program}' and value '${JSON.stringify(event)}'`;
        if (failedOnMissingJq) throw new TaskError(message, { cause: made });
        log('DEBUG', `${message}. Skipping this event.`);
      } else texts.push(made);
    }
    return { outputs: { uri, size, result: texts.join('') } };
  },
});

async function* atMost(limit: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limit) throw new TaskError(`The events have more than ${limit} bytes`);
    yield chunk;
  }
}

/** What the program makes of the event, as one text; an error when it fails, or makes anything but plain values. */
async function applyJq(
  render: RunContext<unknown>['render'],
  program: string,
  event: ReadEvent,
): Promise<string | Error> {
  try {
    const made = await render('{{ event | jq(program) | toJson }}', { event: { ...event } as never, program });
    const values = (typeof made === 'string' ? JSON.parse(made) : made) as readonly unknown[];
    const isPlain = values.every((value) => ['string', 'number', 'boolean'].includes(typeof value));
    return isPlain ? values.join('') : new Error('It makes no text, number or boolean');
  } catch (error) {
    return error as Error;
  }
}

function fromJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
