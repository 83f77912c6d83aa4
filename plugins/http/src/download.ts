import { defineTask, TaskError, type HttpReply } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { fileNameOf } from './file-name-of.ts';
import { httpProperties, replyOutputs } from './http-properties.ts';
import { demandAllowed, sendRequest } from './send-request.ts';

/** A file may be large, not endless. */
const maxBytes = 5 * 1024 ** 3;

export const download = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.http.Download',
  title: 'Download a file',
  description: 'Stores what a server answers, up to 5 GiB, as a file of the execution. It is never held in memory.',
  properties: z.object({
    ...httpProperties,
    failOnEmptyResponse: z.boolean().default(true).describe('Whether an empty answer is a failure.'),
    saveAs: z.string().optional().describe('Name of the file. Default: the name that the server or the URL gives it.'),
  }),
  outputs: z.object({
    ...replyOutputs,
    uri: z.string().describe('Address of the file.'),
    length: z.number().describe('Its size in bytes.'),
  }),
  examples: [
    {
      title: 'A list of prices',
      code: 'id: prices\ntype: io.kestra.plugin.core.http.Download\nuri: https://example.com/prices.csv\n',
    },
  ],
  async run({ properties, http, signal, log, metric, files, workingDirectory }) {
    const { saveAs, failOnEmptyResponse, allowFailed, options } = properties;
    const reply = await sendRequest(properties, {
      http,
      signal,
      log,
      files: { read: (uri) => files.read(uri), workingDirectory },
    });
    const { status: code } = reply;
    const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, values]) => [name, [...values]]));
    try {
      demandAllowed(properties, code, { code, headers });
      const counted = { length: 0 };
      const uri = await files.put(saveAs ?? fileNameOf(reply), counting(reply, counted));
      const { length } = counted;
      metric({ name: 'response.length', type: 'counter', value: length });
      const isFailure = length === 0 && failOnEmptyResponse && !(allowFailed ?? options.allowFailed);
      if (isFailure) throw new TaskError('The answer is empty', { outputs: { code, headers, uri, length } });
      if (length === 0) log('WARN', 'The file is empty');
      return { outputs: { code, headers, uri, length } };
    } finally {
      reply.discard();
    }
  },
});

async function* counting({ body }: HttpReply, counted: { length: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    counted.length += chunk.byteLength;
    if (counted.length > maxBytes) throw new TaskError(`The answer has more than ${maxBytes} bytes`);
    yield chunk;
  }
}
