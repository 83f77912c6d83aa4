import { expect, test } from 'vitest';
import { placeOfTask, taskAt } from './tasks-in-source.ts';

const source = `id: f
namespace: n
inputs:
  - id: name
    type: STRING
tasks:
  - id: both
    type: io.kestra.plugin.core.flow.Parallel
    tasks:
      - id: first
        type: io.kestra.plugin.core.log.Log
        message: |
          id: text
      - type: io.kestra.plugin.core.log.Log
        id: second

  - id: last
    type: io.kestra.plugin.core.log.Log
triggers:
  - id: daily
    type: io.kestra.plugin.core.trigger.Schedule
`;

const at = (text: string): string | undefined => taskAt(source, source.indexOf(text));

test('a place in the source lies in the innermost task or trigger around it', () => {
  expect(at('id: both')).toBe('both');
  expect(at('    tasks:')).toBe('both');
  expect(at('id: text')).toBe('first');
  expect(at('id: second')).toBe('second');
  expect(at('id: last')).toBe('last');
  expect(at('io.kestra.plugin.core.trigger')).toBe('daily');
  expect(at('namespace')).toBeUndefined();
  expect(at('STRING')).toBeUndefined();
});

test('a task is found where its item begins, an input of that name is not', () => {
  expect(placeOfTask(source, 'second')).toEqual({ line: 14, column: 7 });
  expect(placeOfTask(source, 'daily')).toEqual({ line: 20, column: 3 });
  expect(placeOfTask(source, 'name')).toBeUndefined();
});
