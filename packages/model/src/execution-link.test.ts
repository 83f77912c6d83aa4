import { expect, test } from 'vitest';
import { executionLink, splitExecutionLinks } from './execution-link.ts';

const one = { id: '0Y4rBxKqPzVwTnMhLcJd9a', flowId: 'child', namespace: 'company.team' };
const other = { ...one, flowId: 'other_child-2' };

test('a link is found again between what stands around it', () => {
  const text = `Created ${executionLink(one)}, then ${executionLink(other)}`;

  const pieces = splitExecutionLinks(text);

  expect(pieces).toEqual(['Created ', one, ', then ', other]);
});

test('a text without links is one piece, and an empty one none', () => {
  expect(splitExecutionLinks('nothing [[here]]')).toEqual(['nothing [[here]]']);
  expect(splitExecutionLinks('')).toEqual([]);
});

test.each([
  { ...one, id: '../../instance/users' },
  { ...one, id: 'short' },
  { ...one, flowId: '..' },
  { ...one, flowId: 'a/b' },
  { ...one, namespace: 'javascript:alert(1)' },
  { ...one, namespace: '<b>' },
])('what cannot be an execution stays plain: %j', (linked) => {
  const text = `see ${executionLink(linked)}!`;

  expect(splitExecutionLinks(text)).toEqual([text]);
});
