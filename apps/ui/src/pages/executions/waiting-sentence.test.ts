import { expect, test } from 'vitest';
import { waitingSentence } from './waiting-sentence.ts';

const now = Date.parse('2026-01-31T10:00:00Z');

test('dates are said in the zone of the reader and as what is left', () => {
  const reason = {
    kind: 'RETRY',
    message: 'as the server says it',
    facts: { dueAt: '2026-01-31T12:00:00Z', attempt: 2 },
  };

  expect(waitingSentence(reason as never, now)).toMatch(/^Attempt 2 is due at 2026-01-3\d .+, in 2h\.$/);
});

test('what the page has no words for is said in those of the server', () => {
  const message = "The concurrency limit of flow 'a.b' is reached: 1 of 1 slots are taken by 'x', 'y'";

  expect(waitingSentence({ kind: 'KILL', message, facts: {} }, now)).toBe(message);
  expect(waitingSentence({ kind: 'SWITCH', message, facts: { killSwitch: 'x' } }, now)).toBe(
    'Kill switch “x” holds it: it goes on when the switch ends.',
  );
  expect(waitingSentence({ kind: 'SLOT', message: 'A slot is free', facts: {} }, now)).toBe('A slot is free');
  expect(waitingSentence({ kind: 'TURN', message: 'It depends on another', facts: {} }, now)).toBe(
    'It depends on another',
  );
  expect(waitingSentence({ kind: 'RESUME', message, facts: {} }, now)).toBe('It waits for somebody to resume it.');
  expect(waitingSentence({ kind: 'RESUME', message, facts: { approval: true } }, now)).toBe(
    'It waits for somebody to approve or deny.',
  );
});

test('how full a limit is stands in the sentence, not who fills it', () => {
  const message = "The concurrency limit of flow 'a.b' is reached: 3 of 3 slots are taken by 'x', 'y' and others";
  const facts = { scope: 'flow/a.b', thing: "flow 'a.b'", limit: 3, taken: 3, executionIds: ['x', 'y'] };

  expect(waitingSentence({ kind: 'SLOT', message, facts }, now)).toBe(
    "The concurrency limit of flow 'a.b' is reached: 3 of 3 slots are taken.",
  );
});
