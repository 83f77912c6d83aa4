import { expect, test } from 'vitest';
import type { WireFlow } from '../../api/wire.ts';
import { taskIdsOf } from './task-ids.ts';

const flow = (parts: object): WireFlow => ({ namespace: 'a', id: 'b', revision: 1, ...parts });

test('the tasks of branches, cases, dependencies and handlers are among the tasks of a flow', () => {
  const tasks = [
    { id: 'if', type: 'If', then: [{ id: 'yes', type: 'Log' }], else: [{ id: 'no', type: 'Log' }] },
    { id: 'switch', type: 'Switch', cases: { one: [{ id: 'first', type: 'Log' }] }, defaults: [{ id: 'other' }] },
    { id: 'dag', type: 'Dag', tasks: [{ task: { id: 'leaf', tasks: [{ id: 'below' }] }, dependsOn: [] }] },
  ];
  expect(taskIdsOf(flow({ tasks, errors: [{ id: 'tell' }], finally: [{ id: 'clean' }] }))).toEqual([
    'if',
    'yes',
    'no',
    'switch',
    'other',
    'first',
    'dag',
    'leaf',
    'below',
    'tell',
    'clean',
  ]);
});

test('a flow whose source cannot be read has none', () => {
  expect(taskIdsOf(undefined)).toEqual([]);
  expect(taskIdsOf(flow({}))).toEqual([]);
});
