/** What the YAML parser complains of, in the words of who writes flows: one problem for a mistake, where it was made. */
import { visit } from 'yaml';
import type { Document, YAMLParseError } from 'yaml';

export interface SyntaxMistake {
  readonly message: string;
  /** Offsets in the source. */
  readonly start: number;
  readonly end: number;
}

/** Unquoted, a template is a map of maps to YAML. */
const unquoted = /^(\s*(?:- +)*(?:[^\s#'"{}[\],][^#'"{}[\]]*?: +)?)(\{[{%].*)$/;
const quoteIt = 'A value that begins with an expression must be in quotes: "{{ … }}"';

/** What comes after so many is a consequence of them. */
const mostTold = 20;
/** Each costs as much as its line is long; several may be of one mistake. */
const mostLookedAt = 200;

export function explainSyntax(source: string, document: Document.Parsed): readonly SyntaxMistake[] {
  if (document.errors.length === 0) return [];
  const tabs = tabMistakes(source);
  const firstTab = tabs[0]?.start ?? Infinity;
  const mistakes = new Map(tabs.map((mistake) => [mistake.start, mistake]));
  for (const error of document.errors.slice(0, mostLookedAt)) {
    const mistake = unquotedTemplate(source, error) ?? openQuote(document, error) ?? asSaid(error);
    // Behind a tab the parser has lost its way
    if (mistake.start < firstTab && !mistakes.has(mistake.start)) mistakes.set(mistake.start, mistake);
  }
  return [...mistakes.values()].toSorted((one, other) => one.start - other.start).slice(0, mostTold);
}

/** Lines that are indented by tabs: the parser takes some of them for something else. */
export function tabMistakes(source: string): readonly SyntaxMistake[] {
  return [...source.matchAll(/^\t[ \t]*(?=[^\s#])/gm)].map(({ index, 0: tabs }) => ({
    message: 'Tabs are not allowed as indentation',
    start: index,
    end: index + tabs.length,
  }));
}

function unquotedTemplate(source: string, { pos }: YAMLParseError): SyntaxMistake | undefined {
  const from = source.lastIndexOf('\n', pos[0] - 1) + 1;
  const end = source.indexOf('\n', from);
  const line = source.slice(from, end < 0 ? undefined : end);
  const [, before = '', template = ''] = unquoted.exec(line) ?? [];
  if (template === '') return undefined;
  const start = from + before.length;
  return { message: quoteIt, start, end: start + template.trimEnd().length };
}

/** The parser notices at the end of the text, which may be far away. */
function openQuote(document: Document.Parsed, { code, message }: YAMLParseError): SyntaxMistake | undefined {
  const [, quote] = /^Missing closing (["'])quote/.exec(message) ?? [];
  if (code !== 'MISSING_CHAR' || quote === undefined) return undefined;
  let last: readonly number[] | null | undefined;
  visit(document, { Scalar: (_key, { range }) => void (last = range) });
  if (last === null || last === undefined) return undefined;
  return { message: `The ${quote} that opens this text is never closed`, start: last[0]!, end: last[0]! + 1 };
}

function asSaid({ message, pos }: YAMLParseError): SyntaxMistake {
  return { message, start: pos[0], end: pos[1] };
}
