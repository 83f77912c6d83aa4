/** Signatures of webhook calls. */
import { createHmac } from 'node:crypto';
import { parseDuration } from '@windhover/expressions';
import { signedPayload, type WebhookSignature } from '@windhover/model';
import { equalsInConstantTime } from '../identity/secret-text.ts';

interface SignedCall {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Uint8Array;
}

const timestampPattern = /^\d{1,15}$/;
/** Later than any time in seconds, earlier than any in milliseconds. */
const leastMilliseconds = 100_000_000_000;

/** Whether one of the signatures that the call brings is right, and its time within the tolerance. Looks at bytes alone. */
export function isSigned(signature: WebhookSignature, { headers, body }: SignedCall, now: number): boolean {
  const time = signature.timestamp;
  const timestamp = time === undefined ? '' : partsOf(headers, time.header ?? signature.header, time.prefix)[0];
  if (timestamp === undefined) return false;
  const wanted = hmacOf(signature, timestamp, body);
  const isRight = partsOf(headers, signature.header, signature.prefix).some((given) =>
    equalsInConstantTime(signature.encoding === 'HEX' ? given.toLowerCase() : given, wanted),
  );
  return isRight && (time === undefined || isNear(timestamp, parseDuration(time.tolerance), now));
}

function hmacOf(signature: WebhookSignature, timestamp: string, body: Uint8Array): string {
  const [before = '', after = ''] = signedPayload(signature)
    .split('{body}')
    .map((text) => text.replaceAll('{timestamp}', timestamp));
  const hmac = createHmac(signature.algorithm.toLowerCase(), signature.secret)
    .update(before)
    .update(body)
    .update(after);
  return hmac.digest(signature.encoding === 'HEX' ? 'hex' : 'base64');
}

/** What follows the prefix in each part of the header that begins with it: senders that change secrets sign twice. */
function partsOf(headers: SignedCall['headers'], name: string, prefix: string): readonly string[] {
  const parts = (headers[name.toLowerCase()] ?? []).flatMap((value) => value.split(/[,\s]+/));
  return parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length));
}

function isNear(timestamp: string, toleranceMs: number, now: number): boolean {
  if (!timestampPattern.test(timestamp)) return false;
  const time = Number(timestamp);
  return Math.abs(now - (time < leastMilliseconds ? time * 1_000 : time)) <= toleranceMs;
}
