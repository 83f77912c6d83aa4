import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSource } from './read-source.ts';
import { sourceLimits } from './source-limits.ts';

const messages = (source: string): readonly string[] => readSource(source).problems.map((problem) => problem.message);

describe('what YAML means in a flow', () => {
  test('booleans are those of YAML 1.1, dates stay text', () => {
    const { data } = readSource('a: yes\nb: off\nc: 2026-01-01\nd: "yes"\ne: 01:00:00\nf: 1_000\n');

    expect({ ...(data as object) }).toEqual({
      a: true,
      b: false,
      c: '2026-01-01',
      d: 'yes',
      e: '01:00:00',
      f: '1_000',
    });
  });

  test('numbers that a double cannot hold stay text', () => {
    const { data } = readSource('a: 12345678901234567890\nb: 1e400\nc: .inf\nd: 42\ne: 0x1F\nf: 1.5e3');

    expect({ ...(data as object) }).toEqual({
      a: '12345678901234567890',
      b: '1e400',
      c: '.inf',
      d: 42,
      e: 31,
      f: 1500,
    });
  });

  test('aliases and merge keys are resolved, own keys win', () => {
    const { data } = readSource('base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n');

    expect(JSON.parse(JSON.stringify(data))).toEqual({ base: { x: 1, y: 2 }, use: { x: 1, y: 3 } });
  });

  test('maps have no prototype, and constructor is a key like any other', () => {
    const { data } = readSource('constructor: 1\nprototype: {a: 2}');

    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(Object.keys(data as object)).toEqual(['constructor', 'prototype']);
  });

  test('the place of a key, of a value, and of what is missing', () => {
    const { locate } = readSource('tasks:\n  - id: a\n    type: b\n');

    expect(locate(['tasks', 0, 'id'], 'key')).toMatchObject({ line: 2, column: 5 });
    expect(locate(['tasks', 0, 'type'])).toMatchObject({ line: 3, column: 11, endColumn: 12 });
    expect(locate(['tasks', 0, 'missing'])).toMatchObject({ line: 2, column: 5 });
  });

  test('the place within a text, also of a block', () => {
    const { locate } = readSource('a: |\n  first\n  second word\n');

    const within = { text: 'first\nsecond word\n', line: 2, column: 8, length: 4 };
    expect(locate(['a'], within)).toMatchObject({ line: 3, column: 10, endColumn: 14 });
  });
});

describe('what is refused', () => {
  test.each([
    ['a duplicate key', 'a: 1\na: 2', 'Duplicate field'],
    ['a tag', 'a: !!js/function x', 'tag'],
    ['a known tag', 'a: !!str 1', 'tag'],
    ['a tag of a map', 'a: !!map {}', 'tag'],
    ['__proto__', '__proto__: {x: 1}', '__proto__'],
    ['an unknown alias', 'a: *b', 'b'],
    ['an alias of itself', 'a: &a [*a]', 'refers to itself'],
    ['a merge of something else', 'a: &a 1\nb:\n  <<: *a', '<<'],
    ['several documents', 'a: 1\n---\nb: 2', 'document'],
    ['a map as key', '? {a: 1}\n: 2', 'string'],
    ['a tab as indentation', 'a:\n\tb: 1', 'ab'],
  ])('%s', (_name, source, part) => {
    const found = messages(source);

    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(part);
  });

  test('every duplicate key is reported, not only the first', () => {
    expect(messages('a: 1\na: 2\nb: 1\nb: 2')).toHaveLength(2);
  });
});

describe('hostile sources end soon', () => {
  const levels = 'abcdefghi'.split('');
  const bomb = levels.map((name, index) => {
    const inner = index === 0 ? Array(9).fill('lol') : Array(9).fill(`*${levels[index - 1]}`);
    return `${name}: &${name} [${inner.join(',')}]`;
  });
  const size = sourceLimits.sizeBytes;
  test.each([
    ['alias bomb', bomb.join('\n'), true],
    ['a scalar of 10 MB', `a: ${'x'.repeat(10 * 1024 * 1024)}`, true],
    ['a million brackets', '['.repeat(size), true],
    ['ten thousand levels of brackets', '['.repeat(10_000) + ']'.repeat(10_000), true],
    ['levels by indentation', Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'), true],
    ['levels of dashes', '- '.repeat(100_000), true],
    ['levels of question marks', '? '.repeat(100_000), true],
    ['a hundred thousand keys', Array.from({ length: 100_000 }, (_, key) => `k${key}: 1`).join('\n'), false],
    ['equal keys', 'a: 1\n'.repeat(100_000), true],
    ['comments', '#\n'.repeat(400_000), false],
    ['aliases', `- &a x\n${'- *a\n'.repeat(100_000)}`, true],
    ['documents', '---\n'.repeat(100_000), true],
    ['NUL', 'a: \0', true],
    ['byte order mark', '\uFEFFa: 1', false],
    ['a lone surrogate', 'a: "\uD800"', true],
    ['a lone surrogate, escaped', String.raw`a: "\uD800"`, true],
    ['right-to-left mark', 'a\u200F: 1', false],
  ])('%s', (_name, source, refused) => {
    const { problems } = readSource(source);

    expect(problems.length > 0).toBe(refused);
  });

  test('no text makes it throw', () => {
    const piece = fc.constantFrom(
      'a: ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '|',
      '>',
      '"',
      "'",
      '#',
      '!t ',
      '? ',
      '<<: ',
      '---\n',
      '\t',
      ',',
      'x',
      '%',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
        ),
        (source) => {
          const { data, problems } = readSource(source);
          expect(data === undefined).toBe(problems.length > 0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
