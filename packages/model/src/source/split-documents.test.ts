import { expect, test } from 'vitest';
import { readSource } from './read-source.ts';
import { splitDocuments } from './split-documents.ts';

test('documents keep their text and know their first line', () => {
  const documents = splitDocuments('# first\nid: a\n---\nid: b\n# end\n---\n\n');

  expect(documents).toEqual([
    { source: '# first\nid: a\n', lineOffset: 0 },
    { source: 'id: b\n# end\n', lineOffset: 3 },
  ]);
});

test('one document without separators is the text itself', () => {
  expect(splitDocuments('id: a\n')).toEqual([{ source: 'id: a\n', lineOffset: 0 }]);
});

test('lines may end as on Windows', () => {
  const documents = splitDocuments('id: {a: 1}\r\n---\r\nid: {b: 2}\r\n');

  expect(documents.map(({ source }) => readSource(source).data)).toEqual([{ id: { a: 1 } }, { id: { b: 2 } }]);
});

test('dashes inside a text or a longer word do not separate', () => {
  expect(splitDocuments('a: |\n  ---\n  b\n----\n')).toHaveLength(1);
});

test('what follows the dashes on their line belongs to the document', () => {
  expect(splitDocuments('--- {id: a}\n---  # comment\nid: b')).toEqual([
    { source: ' {id: a}\n', lineOffset: 0 },
    { source: '  # comment\nid: b', lineOffset: 1 },
  ]);
});
