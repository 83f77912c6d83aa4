/** Parts of the documents that are made from the code: tables of configuration keys, and the error catalogue. */
import * as model from '../packages/model/src/index.ts';
import type { KeySection, KnownKey } from '../apps/cli/src/configuration/known-key.ts';
import { keySections } from '../apps/cli/src/configuration/known-keys.ts';

export interface GeneratedPart {
  readonly file: string;
  /** Stands between `<!-- generated: name -->` and `<!-- end -->`. */
  readonly name: string;
  readonly text: string;
}

export function generatedParts(): readonly GeneratedPart[] {
  return [
    ...keySections.map((section) => ({
      file: 'docs/manual/configuration.md',
      name: section.title,
      text: keyTable(section),
    })),
    { file: 'docs/errors.md', name: 'errors', text: errorTable() },
  ];
}

function keyTable({ keys }: KeySection): string {
  const rows = keys
    .filter((key) => key.status === 'honour')
    .map((key) => `| \`${key.path}\` | ${typeInWords(key)} | ${shownDefault(key)} | ${key.description} |`);
  const listed = (status: KnownKey['status']): string =>
    keys
      .filter((key) => key.status === status)
      .map((key) => `\`${key.path}\``)
      .join(', ');
  const warned = listed('warn');
  const ignored = listed('ignore');
  return [
    '| key | type | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...(warned === '' ? [] : ['', `Accepted with a warning, without effect yet: ${warned}.`]),
    ...(ignored === '' ? [] : ['', `Accepted silently, without effect: ${ignored}.`]),
  ].join('\n');
}

function typeInWords({ type, oneOf }: KnownKey): string {
  return oneOf === undefined ? type : oneOf.map((value) => `\`${value}\``).join(', ');
}

function shownDefault({ default: value }: KnownKey): string {
  if (value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => `\`${String(item)}\``).join(', ');
  return typeof value === 'object' ? 'none' : `\`${JSON.stringify(value).replaceAll('"', '')}\``;
}

interface ErrorClass {
  readonly code: string;
  readonly status: number;
  message(facts: unknown): string;
}

function errorTable(): string {
  // Facts speak for themselves by their names.
  const facts = new Proxy({}, { get: (_, name) => `<${String(name)}>` });
  const rows = Object.values(model)
    .filter(
      (value): value is typeof value & ErrorClass =>
        typeof value === 'function' && 'code' in value && 'status' in value,
    )
    .sort((one, other) => (one.code < other.code ? -1 : 1))
    .map((error) => `| \`${error.code}\` | ${error.status} | \`${error.message(facts).replaceAll('|', '\\|')}\` |`);
  return ['| code | status | message |', '| --- | --- | --- |', ...rows].join('\n');
}
