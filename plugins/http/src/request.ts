import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { httpProperties, replyOutputs } from './http-properties.ts';
import { readText } from './read-text.ts';
import { demandAllowed, sendRequest } from './send-request.ts';

export const requestOutputs = z.object({
  ...replyOutputs,
  body: z.string().describe('The answer as text.'),
  uri: z.string().describe('Who answered, after redirects.'),
});

export const request = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.http.Request',
  title: 'Ask a server',
  description:
    'Sends a request and keeps the answer, up to 10 MiB, as an output. A status from 400 on is a failure; the answer is an output then as well.',
  properties: z.object(httpProperties),
  outputs: requestOutputs,
  examples: [
    {
      title: 'Send JSON with a token that is a secret',
      code: `id: create_order
type: io.kestra.plugin.core.http.Request
uri: https://example.com/orders
method: POST
body: "{{ {'customer': inputs.customer} }}"
options:
  auth:
    type: BEARER
    token: "{{ secret('ORDERS_TOKEN') }}"
`,
    },
  ],
  async run({ properties, http, signal, log, metric, files, workingDirectory }) {
    const reply = await sendRequest(properties, {
      http,
      signal,
      log,
      files: { read: (uri) => files.read(uri), workingDirectory },
    });
    const body = await readText(reply, properties.options.defaultCharset);
    if (properties.options.logs.includes('RESPONSE_BODY')) log('DEBUG', `Response body:\n${body}`);
    const { status: code, headers, url } = reply;
    const outputs = { code, headers: copyOf(headers), body, uri: url };
    metric({ name: 'response.length', type: 'counter', value: Buffer.byteLength(body) });
    demandAllowed(properties, code, outputs);
    return { outputs };
  },
});

function copyOf(headers: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, [...values]]));
}
