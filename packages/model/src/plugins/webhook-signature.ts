/** How a webhook knows that a call comes from who holds a secret: an HMAC over the body, in a header. */
import { z } from 'zod';
import { durationProperty } from './property-kinds.ts';

export const webhookSignature = z
  .object({
    secret: z.string().min(1).describe('What both sides know. Keep it as a secret: `{{ secret("GITHUB_WEBHOOK") }}`.'),
    header: z.string().min(1).describe('Header that holds the signature. Example: `X-Hub-Signature-256`.'),
    algorithm: z.enum(['SHA1', 'SHA256', 'SHA384', 'SHA512']).default('SHA256').describe('Hash of the HMAC.'),
    encoding: z.enum(['HEX', 'BASE64']).default('HEX').describe('How the signature is written.'),
    prefix: z
      .string()
      .default('')
      .describe('What stands before it, such as `sha256=`. Of a list, all parts that begin so are tried.'),
    timestamp: z
      .object({
        header: z.string().min(1).optional().describe('Header that holds the time. Default: that of the signature.'),
        prefix: z.string().default('').describe('What stands before it, such as `t=`.'),
        tolerance: durationProperty().default('PT5M').describe('A call that is older, or from later, is refused.'),
      })
      .optional()
      .describe(
        'Time of the call in Unix seconds or milliseconds, which is signed too: nobody can send the call again later.',
      ),
    payload: z
      .string()
      .optional()
      .describe('What is signed. Default: `{body}`, or `{timestamp}.{body}` with a `timestamp`.'),
  })
  .describe('Calls without the right signature are answered as if there were no webhook.');

export type WebhookSignature = z.output<typeof webhookSignature>;

export function signedPayload({ payload, timestamp }: Pick<WebhookSignature, 'payload' | 'timestamp'>): string {
  return payload ?? (timestamp === undefined ? '{body}' : '{timestamp}.{body}');
}
