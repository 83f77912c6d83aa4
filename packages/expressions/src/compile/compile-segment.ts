import type { Statement, StatementOf } from '../syntax/ast.ts';
import type { Compiler } from './compiler.ts';
import { located } from './failures.ts';
import { checkOutput, textOf } from './output.ts';
import type { Evaluate, Run } from './program.ts';
import type { Rendering } from './rendering.ts';

type Piece = StatementOf<'text'> | StatementOf<'print'>;

/** The run of literal texts and prints that starts there. */
export function textAndPrints(statements: readonly Statement[], from: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = from; at < statements.length; at++) {
    const statement = statements[at];
    if (statement?.type !== 'text' && statement?.type !== 'print') break;
    pieces.push(statement);
  }
  return pieces;
}

/**
 * Texts and prints in one closure, which joins them before it touches the output: this is what most templates consist
 * of, and it is half as fast again as one closure each. `apart` are those, for typed rendering.
 */
export function compileSegment(c: Compiler, pieces: readonly Piece[], apart: readonly Run[]): Run {
  const { source } = c;
  const prints: { readonly evaluate: Evaluate; readonly start: number; after: string }[] = [];
  let first = '';
  for (const piece of pieces) {
    const last = prints.at(-1);
    if (piece.type === 'print')
      prints.push({ evaluate: c.expression(c, piece.expression), start: piece.start, after: '' });
    else if (last === undefined) first += piece.text;
    else last.after += piece.text;
  }
  return (s) => {
    if (s.typed !== undefined) {
      for (const run of apart) run(s);
      return;
    }
    let text = first;
    for (let i = 0; i < prints.length; i++) {
      const print = prints[i] as (typeof prints)[number];
      const value = print.evaluate(s);
      text += typeof value === 'string' && s.shield === undefined ? value : written(s, source, print.start, value);
      text += print.after;
    }
    s.out += text;
    if (s.out.length > s.limits.textLength) tooLong(s, source, pieces);
  };
}

function written(s: Rendering, source: string, start: number, value: unknown): string {
  try {
    return textOf(s, value);
  } catch (error) {
    throw located(source, start, error);
  }
}

function tooLong(s: Rendering, source: string, pieces: readonly Piece[]): void {
  try {
    checkOutput(s, s.out.length);
  } catch (error) {
    throw located(source, pieces[0]?.start ?? 0, error);
  }
}
