/** Rules of webhooks: who may call them. */
import { hasExpression } from '@windhover/expressions';
import type { Path } from '../problem.ts';
import { textOf } from '../text-of.ts';
import { isData, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

/** Shorter keys can be guessed, unless calls are rare. */
const advisedKeyLength = 16;

export function checkWebhook(reading: Reading, data: Data, path: Path): void {
  checkKey(reading, data['key'], [...path, 'key']);
  if (isData(data['signature'])) checkSignature(reading, data['signature'], [...path, 'signature']);
  const conditions = Array.isArray(data['conditions']) ? data['conditions'] : [];
  for (const [index, condition] of conditions.entries()) {
    const type = isData(condition) ? reading.catalog.find(textOf(condition['type']))?.type : undefined;
    if (type?.endsWith('.MultipleCondition') === true) {
      report(reading, [...path, 'conditions', index], {
        code: 'RULE',
        message: 'invalid webhook: conditions of type MultipleCondition are not supported',
      });
    }
  }
}

/** What an expression gives is not known yet. */
function checkKey(reading: Reading, key: unknown, path: Path): void {
  if (typeof key !== 'string' || hasExpression(key)) return;
  const { minWebhookKeyLength } = reading;
  const isTooShort = minWebhookKeyLength !== undefined && key.length < minWebhookKeyLength;
  if (!isTooShort && key.length >= advisedKeyLength) return;
  const remedy = 'Take a long random text, or one from a secret: "{{ secret(\'HOOK_KEY\') }}".';
  report(reading, path, {
    severity: isTooShort ? 'error' : 'warning',
    code: 'RULE',
    message: isTooShort
      ? `the key has ${key.length} characters; this server asks for ${minWebhookKeyLength} (kestra.webhooks.min-key-length)`
      : `the key has ${key.length} characters and can be guessed; ${advisedKeyLength} random ones cannot`,
    remedy,
  });
}

function checkSignature(reading: Reading, signature: Data, path: Path): void {
  const { secret, payload, timestamp } = signature;
  if (typeof secret === 'string' && secret !== '' && !hasExpression(secret)) {
    report(reading, [...path, 'secret'], {
      severity: 'warning',
      code: 'RULE',
      message: 'whoever may read the flow can sign calls',
      remedy: 'Keep it as a secret: "{{ secret(\'WEBHOOK_SECRET\') }}".',
    });
  }
  if (typeof payload !== 'string' || hasExpression(payload)) return;
  const refuse = (message: string): void => report(reading, [...path, 'payload'], { code: 'RULE', message });
  if (payload.split('{body}').length !== 2) refuse('must hold {body}, once');
  if (isData(timestamp) && !payload.includes('{timestamp}'))
    refuse('must hold {timestamp}: otherwise anybody can change it');
  if (!isData(timestamp) && payload.includes('{timestamp}')) refuse('holds {timestamp}, but there is no `timestamp`');
}
