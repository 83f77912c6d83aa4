import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { noteNames, readNote, withSection } from './gather-changes.ts';

const release = { version: '1.1.0', day: '2026-12-24' };

test('every note of a change can be gathered', () => {
  const names = noteNames('changes');

  for (const name of names) expect(readNote(name, readFileSync(`changes/${name}`, 'utf8')).text).not.toBe('');
});

test('notes become the newest section, by kind and in the order of the format', () => {
  const notes = [
    readNote('b.md', '---\nkind: fixed\n---\nA hole, see [walls](../docs/walls.md).\n'),
    readNote('a.md', '---\nkind: added\n---\nA door\nof wood.\n\nUpgrade: open it.\n'),
    readNote('c.md', '---\nkind: added\n---\nA window.\n'),
  ];

  const after = withSection(
    '# Changelog\n\n## Unreleased\n\nSoon.\n\n## 1.0.0 - 2026-01-01\n\n- The first.\n',
    notes,
    release,
  );

  expect(after).toBe(`# Changelog

## Unreleased

Entries are in [\`changes/\`](changes/README.md).

## 1.1.0 - 2026-12-24

### Added

- A door
  of wood.

  Upgrade: open it.
- A window.

### Fixed

- A hole, see [walls](docs/walls.md).

## 1.0.0 - 2026-01-01

- The first.
`);
});

test('the first release has nothing before it', () => {
  const after = withSection(
    '# Changelog\n\n## Unreleased\n\nSoon.\n',
    [{ kind: 'security', text: 'A lock.' }],
    release,
  );

  expect(after.split('\n## ')).toEqual([
    '# Changelog\n',
    'Unreleased\n\nEntries are in [`changes/`](changes/README.md).\n',
    '1.1.0 - 2026-12-24\n\n### Security\n\n- A lock.\n',
  ]);
});

test.each([
  ['---\nkind: improved\n---\nA thing.\n'],
  ['---\nkind: toString\n---\nA thing.\n'],
  ['---\nkind: added\n---\n'],
  ['A thing.\n'],
])('%j is refused', (text) => {
  expect(() => readNote('it.md', text)).toThrow("The note 'it.md' is not as changes/README.md says");
});
