import { innerTags } from '../catalogue/tags.ts';
import type { Token } from '../syntax/token.ts';
import { tokenize } from '../syntax/tokenize.ts';
import { parseTemplate } from '../syntax/parse-template.ts';
import { namesInTemplate } from './names-in-template.ts';
import { callableOf, describe, filterNames, functionNames, tagNames, testNames } from './describe.ts';

/** What the editor knows about the flow around a template. */
export interface CompletionEnvironment {
  /** Children of a variable path, [] for the roots; undefined when unknown. */
  children(path: readonly string[]): readonly { name: string; type?: string; detail?: string }[] | undefined;
}

/** A candidate; `insertText` replaces the source between the offsets `from` and `to`. */
export interface Completion {
  readonly label: string;
  readonly kind: 'variable' | 'key' | 'filter' | 'function' | 'test' | 'tag' | 'keyword' | 'argument';
  readonly insertText: string;
  readonly detail?: string;
  readonly from: number;
  readonly to: number;
}

const keywords = ['and', 'contains', 'equals', 'false', 'is', 'is not', 'isIn', 'not', 'null', 'or', 'true'];

/** Candidates at an offset of a template, as far as the text before it shows what can follow. Never throws. */
export function completeAt(source: string, offset: number, environment: CompletionEnvironment): readonly Completion[] {
  const place = placeAt(source, offset);
  if (place === undefined) return [];
  const { tokens, word, from } = place;
  const before = tokens.at(-1);
  const made = (label: string, kind: Completion['kind'], insertText = label, detail?: string): Completion =>
    detail === undefined
      ? { label, kind, insertText, from, to: offset }
      : { label, kind, insertText, detail, from, to: offset };
  const described = (name: string, kind: 'filter' | 'function' | 'test' | 'tag') =>
    made(name, kind, kind === 'function' ? `${name}(` : name, describe(name, kind)?.signature);
  const matching = (all: readonly Completion[]) =>
    all.filter(({ label }) => label.toLowerCase().startsWith(word.toLowerCase()));

  if (before?.kind === 'EXECUTE_START') {
    const inner = innerTags.map((name) => made(name, 'tag'));
    return matching([...tagNames.map((name) => described(name, 'tag')), ...inner]);
  }
  if (isOperator(before, '|') || isFilterTag(tokens)) {
    return matching(filterNames.map((name) => described(name, 'filter')));
  }
  if (isOperator(before, 'is') || isOperator(before, 'is not')) {
    return matching(testNames.map((name) => described(name, 'test')));
  }
  if (isPunctuation(before, '.')) {
    const path = pathBefore(tokens, tokens.length - 1);
    if (path === undefined) return [];
    const children = environment.children(path) ?? [];
    return matching(children.map((child) => childCompletion(child, source, from, offset)));
  }
  const key = isPunctuation(before, '[') ? pathBefore(tokens, tokens.length - 1) : undefined;
  if (key !== undefined) {
    return matching(
      (environment.children(key) ?? []).map(({ name, type, detail }) => made(name, 'key', `'${name}'`, detail ?? type)),
    );
  }
  if (before !== undefined && endsOperand(before)) return matching(keywords.map((name) => made(name, 'keyword')));
  const own = namesInTemplate(
    parseTemplate(source, () => undefined),
    offset,
  );
  const roots = environment.children([]) ?? [];
  return matching([
    ...argumentNames(tokens).map((name) => made(name, 'argument', `${name}=`)),
    ...roots.map(({ name, type, detail }) => made(name, 'variable', name, detail ?? type)),
    ...own.variables.map((name) => made(name, 'variable')),
    ...own.macros.map((name) => made(name, 'function', `${name}(`)),
    ...functionNames.map((name) => described(name, 'function')),
    ...['true', 'false', 'null', 'not'].map((name) => made(name, 'keyword')),
  ]);
}

/** The tokens of the print or tag around the offset, without the word that is being typed; undefined outside. */
function placeAt(source: string, offset: number): { tokens: Token[]; word: string; from: number } | undefined {
  // a string that is not closed yet is no token: `outputs['my` completes the key, quote included
  const open = /(\[\s*)(['"])([^'"\n]*)$/.exec(source.slice(0, offset));
  if (open !== null) {
    const at = open.index + (open[1] ?? '').length;
    const inner = placeAt(source, at);
    return inner === undefined ? undefined : { tokens: inner.tokens, word: open[3] ?? '', from: at };
  }
  const text = source.slice(0, offset);
  const tokens = tokenize(text, () => undefined).filter(({ kind }) => kind !== 'EOF' && kind !== 'ERROR');
  const start = tokens.findLastIndex(({ kind }) => kind === 'PRINT_START' || kind === 'EXECUTE_START');
  const inside = tokens.slice(start);
  if (start === -1 || inside.some(({ kind }) => kind === 'PRINT_END' || kind === 'EXECUTE_END')) return undefined;
  const last = inside.at(-1);
  const isWord = last !== undefined && last.end === offset && /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(last.value);
  if (!isWord || last.kind === 'STRING') return { tokens: inside, word: '', from: offset };
  return { tokens: inside.slice(0, -1), word: last.value, from: last.start };
}

function isOperator(token: Token | undefined, value: string): boolean {
  return token?.kind === 'OPERATOR' && token.value === value;
}

function isPunctuation(token: Token | undefined, value: string): boolean {
  return token?.kind === 'PUNCTUATION' && token.value === value;
}

function isFilterTag(tokens: readonly Token[]): boolean {
  return tokens.length === 2 && tokens[0]?.kind === 'EXECUTE_START' && tokens[1]?.value === 'filter';
}

function endsOperand({ kind, value }: Token): boolean {
  if (kind === 'NAME') return !['if', 'elseif', 'for', 'set', 'in', 'block', 'macro'].includes(value);
  return kind === 'STRING' || kind === 'NUMBER' || kind === 'LONG' || kind === 'STRING_END' || /^[)\]}]$/.test(value);
}

/** The names and literal keys in front of a `.` or `[`, outermost first; undefined when a part is dynamic. */
function pathBefore(tokens: readonly Token[], dot: number): string[] | undefined {
  const path: string[] = [];
  let at = dot - 1;
  while (true) {
    const token = tokens[at];
    if (token?.kind === 'NAME') {
      path.unshift(token.value);
      if (!isPunctuation(tokens[at - 1], '.')) return path;
      at -= 2;
    } else if (isPunctuation(token, ']')) {
      const key = tokens[at - 1];
      const isLiteral = key?.kind === 'STRING' || key?.kind === 'NUMBER';
      if (!isLiteral || !isPunctuation(tokens[at - 2], '[')) return undefined;
      path.unshift(key.value);
      at -= 3;
    } else return undefined;
  }
}

/** A key that is no name is put in brackets instead of behind the dot. */
function childCompletion(
  { name, type, detail }: { name: string; type?: string; detail?: string },
  source: string,
  from: number,
  to: number,
): Completion {
  const isName = /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name) && !keywords.includes(name);
  const dot = source.lastIndexOf('.', from - 1);
  const base = isName
    ? ({ label: name, kind: 'variable', insertText: name, from, to } as const)
    : ({ label: name, kind: 'key', insertText: `['${name}']`, from: dot === -1 ? from : dot, to } as const);
  const note = detail ?? type;
  return note === undefined ? base : { ...base, detail: note };
}

/** Names of arguments, inside the brackets of a call. */
function argumentNames(tokens: readonly Token[]): string[] {
  const last = tokens.at(-1);
  if (!isPunctuation(last, '(') && !isPunctuation(last, ',')) return [];
  let depth = 0;
  for (let at = tokens.length - 1; at > 0; at--) {
    const token = tokens[at];
    if (token?.kind !== 'PUNCTUATION') continue;
    if (/[)\]}]/.test(token.value)) depth++;
    else if (/[([{]/.test(token.value) && depth-- === 0) {
      if (token.value !== '(') return [];
      const name = tokens[at - 1];
      if (name?.kind !== 'NAME') return [];
      const kind = isOperator(tokens[at - 2], '|') ? 'filter' : 'function';
      const parameters = callableOf(name.value, kind)?.parameters;
      return Array.isArray(parameters) ? parameters.map((parameter: { name: string }) => parameter.name) : [];
    }
  }
  return [];
}
