/** YAML text to plain data, within bounds, with the place of everything in it. Never throws for what the text says. */
import { Composer, Lexer, LineCounter, Parser } from 'yaml';
import type { Document } from 'yaml';
import type { Json } from '../json.ts';
import { pathText } from '../problem.ts';
import type { Path, Problem, ProblemCode, Range } from '../problem.ts';
import { explainSyntax, tabMistakes } from './explain-syntax.ts';
import { locator } from './locator.ts';
import type { Locate } from './locator.ts';
import { readData } from './read-data.ts';
import { sourceLimits } from './source-limits.ts';
import { flowTags } from './yaml-tags.ts';

export interface SourceData {
  /** Undefined when the text could not be read; null when it is empty. */
  readonly data: Json | undefined;
  readonly problems: readonly Problem[];
  readonly locate: Locate;
}

/** More tokens than this on the parser's stack mean a nesting beyond the limit: a level takes two. */
const stackLimit = sourceLimits.depth * 2 + 8;

type Report = (code: ProblemCode, message: string, start: number, end: number, path?: Path) => void;

export function readSource(source: string): SourceData {
  const lines = new LineCounter();
  const toRange = (start: number, end: number): Range => rangeOf(lines, start, end);
  const problems: Problem[] = [];
  const report: Report = (code, message, start, end, path = []) => {
    problems.push({ severity: 'error', code, message, path: pathText(path), ...toRange(start, end) });
  };
  const document = compose(source, lines, report);
  if (document !== undefined)
    for (const { message, start, end } of explainSyntax(source, document)) report('SYNTAX', message, start, end);
  if (document === undefined || problems.length > 0) {
    return { data: undefined, problems, locate: () => toRange(0, 0) };
  }
  const root = document.contents;
  if (root === null) return { data: null, problems, locate: () => toRange(0, 0) };
  const { data, targets } = readData(root, (code, message, node, path) =>
    report(code, message, node.range[0], node.range[1], path),
  );
  return { data: problems.length > 0 ? undefined : data, problems, locate: locator(source, root, targets, toRange) };
}

/** Feeds the parser token by token, so that a million open brackets are refused before a tree is made of them. */
function compose(source: string, lines: LineCounter, report: Report): Document.Parsed | undefined {
  if (source.length > sourceLimits.sizeBytes) {
    report('LIMIT', `The source is larger than ${sourceLimits.sizeBytes / 1024} KB; split it into subflows`, 0, 0);
    return undefined;
  }
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ customTags: flowTags, stringKeys: true, uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  const feed = (tokens: ReturnType<Parser['next']>): void => {
    for (const token of tokens) documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
  };
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(source)) {
    feed(parser.next(lexeme));
    if (parser.stack.length > stackLimit) {
      const tabs = tabMistakes(source);
      for (const { message, start, end } of tabs) report('SYNTAX', message, start, end);
      const limit = `The source is nested more than ${sourceLimits.depth} levels deep`;
      if (tabs.length === 0) report('LIMIT', limit, parser.offset, parser.offset);
      return undefined;
    }
    if (documents.length > 1) break;
  }
  feed(parser.end());
  documents.push(...(composer.end(true, source.length) as Iterable<Document.Parsed>));
  const second = documents[1];
  if (second !== undefined) {
    report('SYNTAX', "Only one document is expected; remove '---' and what follows", second.range[0], second.range[1]);
    return undefined;
  }
  return documents[0];
}

function rangeOf(lines: LineCounter, start: number, end: number): Range {
  const from = lines.linePos(start);
  const to = lines.linePos(Math.max(start, end));
  return {
    line: Math.max(1, from.line),
    column: Math.max(1, from.col),
    endLine: Math.max(1, to.line),
    endColumn: Math.max(1, to.col),
  };
}
