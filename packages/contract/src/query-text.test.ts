import { expect, test } from 'vitest';
import { readQuery, writeQuery } from './query-text.ts';

test('filters in brackets and filters as JSON are read the same', () => {
  const inBrackets = readQuery('filters%5BflowId%5D%5BEQUALS%5D=a&filters[state][IN]=RUNNING,FAILED');
  const asJson = readQuery(
    `filters=${encodeURIComponent(
      '{"field":"FLOW_ID","operation":"EQUALS","value":"a"},{"field":"STATE","operation":"IN","value":["RUNNING","FAILED"]}',
    )}`,
  );

  expect(asJson).toEqual(inBrackets);
  expect(readQuery('filters=[{"field":"flowId","operation":"EQUALS","value":"a"}]').filters).toEqual([
    { field: 'flowId', operation: 'EQUALS', value: 'a' },
  ]);
});

test('an empty filter list is none; one that cannot be read stays, so that it is refused', () => {
  expect(readQuery('filters=').filters).toBeUndefined();
  expect(readQuery('filters=namespace').filters).toEqual([{ field: 'namespace', operation: '', value: '' }]);
});

test.each(['filters[namespace]', 'filters[namespace][EQUALS', 'filters[]', 'filters.namespace.EQUALS'])(
  'a filter that is spelt %s stays, so that it is refused',
  (name) => {
    expect(readQuery(`${name}=a`).filters).toEqual([{ field: name, operation: '', value: 'a' }]);
  },
);

test('what is written is read back', () => {
  const filters = [
    { field: 'labels', operation: 'EQUALS', value: { 'a b': 'c&d' } },
    { field: 'q', operation: 'EQUALS', value: 'x=y' },
  ];
  expect(readQuery(writeQuery({ size: 5, filters }).slice(1))).toEqual({ size: '5', filters });
});
