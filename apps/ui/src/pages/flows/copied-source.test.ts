import { expect, test } from 'vitest';
import { copiedSource } from './copied-source.ts';

test('only the id of the flow itself changes', () => {
  const source = '# first\nnamespace: a\nid: hello # the first\ntasks:\n  - id: hello\n    type: x\n';

  expect(copiedSource(source, 'hello-copy')).toBe(
    '# first\nnamespace: a\nid: hello-copy # the first\ntasks:\n  - id: hello\n    type: x\n',
  );
});

test('a source in the form of JSON is copied, too', () => {
  expect(copiedSource('{"id": "hello", "tasks": [{"id": "hello"}]}', 'hello-copy')).toBe(
    '{"id": hello-copy, "tasks": [{"id": "hello"}]}',
  );
});
