import type { MacroParameter, Statement } from '../syntax/ast.ts';
import type { Template } from '../template.ts';
import type { Rendering } from './rendering.ts';

export type Evaluate = (s: Rendering) => unknown;
/** Writes to the output of the rendering. */
export type Run = (s: Rendering) => void;
/** Like Run, where something in it may have to be waited for. */
export type RunWaiting = (s: Rendering) => void | Promise<void>;

export interface Macro {
  readonly parameters: readonly MacroParameter[];
  readonly fallbacks: readonly (Evaluate | undefined)[];
  readonly body: readonly Statement[];
  run: Run;
  runWaiting: RunWaiting;
  size: number;
}

export interface Block {
  run: Run;
  runWaiting: RunWaiting;
  size: number;
}

/** A template as closures; nothing in it changes after it was made, except that the waiting form is made when wanted. */
export interface Program {
  readonly source: string;
  readonly rootNames: readonly string[];
  /** As many times undefined: copied for each rendering, which is faster than any other way to make the list. */
  readonly noRootYet: readonly unknown[];
  readonly hasScopes: boolean;
  readonly run: Run;
  readonly runWaiting: () => RunWaiting;
  /** For texts that `render()` finds in variables. */
  readonly compile: (source: string) => CompiledTemplate;
  /** Parts of the template: what rendering it once costs. */
  readonly size: number;
}

/** What `compileTemplate` really returns. */
export interface CompiledTemplate extends Template {
  readonly program: Program;
}
