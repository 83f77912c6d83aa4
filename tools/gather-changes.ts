/** Moves the notes of `changes/` into a section of `CHANGELOG.md` for the version of package.json. Run at a release: `npm run changelog`. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const titles = {
  added: 'Added',
  changed: 'Changed',
  deprecated: 'Deprecated',
  removed: 'Removed',
  fixed: 'Fixed',
  security: 'Security',
} as const;

type Kind = keyof typeof titles;

export interface Note {
  readonly kind: Kind;
  readonly text: string;
}

const root = join(import.meta.dirname, '..');
const folder = join(root, 'changes');

if (import.meta.main) {
  const file = join(root, 'CHANGELOG.md');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const names = noteNames(folder);
  const notes = names.map((name) => readNote(name, readFileSync(join(folder, name), 'utf8')));
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), notes, { version, day }));
  for (const name of names) rmSync(join(folder, name));
  console.log(`Moved ${names.length} notes into CHANGELOG.md: read them once more`);
}

/** Names of the files that are to be gathered, sorted. */
export function noteNames(changes: string): readonly string[] {
  return readdirSync(changes)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .toSorted();
}

/** Throws for what is not written as `changes/README.md` says. */
export function readNote(name: string, text: string): Note {
  const [, kind, body] = /^---\nkind: (\w+)\n---\n([^]+)$/.exec(text) ?? [];
  if (kind === undefined || !Object.hasOwn(titles, kind) || body!.trim() === '') {
    throw new Error(`The note '${name}' is not as changes/README.md says: 'kind: added', or another kind, and a text`);
  }
  const seenFromAbove = body!.trim().replaceAll('](../', '](');
  return { kind: kind as Kind, text: seenFromAbove };
}

/** The changelog with a section for the version, newest first. `day` as `2026-12-24`. */
export function withSection(
  changelog: string,
  notes: readonly Note[],
  { version, day }: { readonly version: string; readonly day: string },
): string {
  const unreleased = '## Unreleased\n';
  const head = changelog.slice(0, changelog.indexOf(unreleased) + unreleased.length);
  const next = changelog.indexOf('\n## ', head.length);
  const earlier = next === -1 ? [] : [changelog.slice(next + 1)];
  const sections = Object.entries(titles).flatMap(([kind, title]) => {
    const own = notes.filter((note) => note.kind === kind).map(({ text }) => `- ${indented(text)}\n`);
    return own.length === 0 ? [] : [`### ${title}\n\n${own.join('')}`];
  });
  const pointer = 'Entries are in [`changes/`](changes/README.md).\n';
  return [head, pointer, `## ${version} - ${day}\n`, ...sections, ...earlier].join('\n');
}

/** What belongs to a point of a list stands below its text. */
function indented(text: string): string {
  return text.replaceAll(/\n(?=.)/g, '\n  ');
}
