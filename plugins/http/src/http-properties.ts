/** What every request of this group is described by. */
import { durationProperty, mapProperty, outdated, replaced } from '@windhover/plugin-sdk';
import { z } from 'zod';

const charset = z.string().refine(isCharset, { error: ({ input }) => `'${String(input)}' is not a known charset` });
const trustsAll = z.object({
  insecureTrustAllCertificates: z.boolean().default(false).describe('Whether any certificate is taken.'),
});
const auth = z.object({
  type: z.enum(['BASIC', 'BEARER']).describe('`BASIC` (name and password) or `BEARER` (a token).'),
  username: z.string().optional().describe('With `BASIC`.'),
  password: z.string().optional().describe('With `BASIC`.'),
  token: z.string().optional().describe('With `BEARER`.'),
});
const proxy = z.object({
  type: z.enum(['DIRECT']).describe('`DIRECT`: requests go to addresses that were checked, through nobody.'),
});

export const httpOptions = z.object({
  timeout: z
    .object({
      connectTimeout: durationProperty().optional().describe('Until a connection is there. Default `PT10S`.'),
      readIdleTimeout: durationProperty().optional().describe('Longest silence of the server. Default `PT5M`.'),
    })
    .optional()
    .describe('How long the server may take; `timeout` of the task limits the whole.'),
  auth: auth.optional().describe('Sent as `Authorization`, not to other origins that redirects lead to.'),
  proxy: proxy.optional().describe('Only `DIRECT`.'),
  ssl: trustsAll.optional(),
  followRedirects: z.boolean().default(true).describe('Whether up to five redirects are followed.'),
  allowFailed: z.boolean().default(false).describe('Whether a status from 400 on is no failure.'),
  allowedResponseCodes: z
    .array(z.number().int())
    .optional()
    .describe('Every other status is a failure. Example: `[200, 404]` with `allowFailed: true`.'),
  defaultCharset: charset.default('UTF-8').describe('Of an answer that does not name its own.'),
  logs: z
    .array(z.enum(['REQUEST_HEADERS', 'REQUEST_BODY', 'RESPONSE_HEADERS', 'RESPONSE_BODY']))
    .default([])
    .describe('What is logged at DEBUG; values of secrets are hidden.'),
  connectTimeout: replaced(durationProperty(), 'timeout.connectTimeout').optional(),
  readTimeout: replaced(durationProperty(), 'timeout.readIdleTimeout').optional(),
  readIdleTimeout: replaced(durationProperty(), 'timeout.readIdleTimeout').optional(),
  basicAuthUser: replaced(z.string(), 'auth').optional(),
  basicAuthPassword: replaced(z.string(), 'auth').optional(),
  connectionPoolIdleTimeout: outdated(durationProperty()).optional(),
});

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export const httpProperties = {
  uri: z.string().describe('Where to: `http:` or `https:`. Example: `https://example.com/orders`.'),
  method: z.enum(methods).default('GET').describe('Method of the request.'),
  params: mapProperty().optional().describe('Added to the query; of a list each item.'),
  body: z.string().optional().describe('Text that is sent; a map or list becomes JSON.'),
  formData: mapProperty()
    .optional()
    .describe(
      'Fields of a form, in place of `body`. With `contentType: multipart/form-data` a `kestra://` address sends that file, and `{name, content}` sends it under a name.',
    ),
  contentType: z.string().default('application/json').describe('Of the body.'),
  headers: mapProperty().optional().describe('Example: `{Accept: text/csv}`.'),
  options: httpOptions.prefault({}).describe('How the request is made.'),
  allowFailed: replaced(z.boolean(), 'options.allowFailed').optional(),
  sslOptions: replaced(trustsAll, 'options.ssl').optional(),
};

export const replyOutputs = {
  code: z.number().describe('Status of the answer.'),
  headers: z.record(z.string(), z.array(z.string())).describe('Of the answer, by name in lower case.'),
};

const schema = z.object(httpProperties);
export type HttpProperties = z.output<typeof schema>;

function isCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}
