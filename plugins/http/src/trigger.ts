import { defineTrigger, isTruthyText, outdated } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { httpOptions, httpProperties } from './http-properties.ts';
import { readText } from './read-text.ts';
import { requestOutputs } from './request.ts';
import { demandAllowed, sendRequest } from './send-request.ts';

const { allowFailed: _ofTasks, ...requestProperties } = httpProperties;
const options = httpOptions.extend({
  allowFailed: outdated(httpOptions.shape.allowFailed).describe('Of no effect: no status from 400 on is a failure.'),
});

export const httpTrigger = defineTrigger({
  type: 'io.kestra.plugin.core.http.Trigger',
  title: 'Start when a server answers as wanted',
  description:
    'Asks a server again and again. An answer for which `responseCondition` is true starts an execution, which sees it as `trigger`: `code`, `headers`, `body`, `uri`. A status from 400 on is an answer like others.',
  properties: z.object({
    ...requestProperties,
    options: options.prefault({}).describe('How the request is made.'),
    responseCondition: z
      .string()
      .default('{{ response.statusCode < 400 }}')
      .describe('An expression over `response.statusCode`, `response.body` (a text) and `response.headers`.'),
  }),
  verbatim: ['responseCondition'],
  outputs: requestOutputs,
  examples: [
    {
      title: 'Once, when the price has fallen',
      code: `id: cheap
type: io.kestra.plugin.core.http.Trigger
uri: https://example.com/products/1
interval: PT30S
responseCondition: "{{ fromJson(response.body).price <= 110 }}"
stopAfter: [SUCCESS]
`,
    },
  ],
  async evaluate({ properties, http, signal, render, log, explain }) {
    const reply = await sendRequest(properties, { http, signal, log });
    const body = await readText(reply, properties.options.defaultCharset);
    if (properties.options.logs.includes('RESPONSE_BODY')) log('DEBUG', `Response body:\n${body}`);
    const { status: code, url: uri } = reply;
    demandAllowed({ ...properties, allowFailed: true }, code, {});
    const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, values]) => [name, [...values]]));
    const wanted = await render(properties.responseCondition, { response: { statusCode: code, body, headers } });
    if (isTruthyText(String(wanted))) return { code, headers, body, uri };
    explain(`The server answered with status ${code}, for which 'responseCondition' is not true`);
    return undefined;
  },
});
