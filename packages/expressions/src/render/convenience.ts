import type { Context, ContextFunction } from '../context.ts';
import { contextOf } from '../context.ts';
import { memoryFunctions } from './memory-services.ts';
import type { MemoryServices } from './memory-services.ts';
import { renderAsync, renderTypedAsync } from './render.ts';

/** How the convenience functions render. */
export interface RenderOptions extends Omit<Context, 'lookup' | 'names' | 'functions' | 'recursive'> {
  /** `recursive` renders the output again until it stops changing. */
  readonly mode?: 'string' | 'recursive' | 'typed';
  /** Services in memory, for trying templates out and for tests. */
  readonly stubs?: MemoryServices;
  readonly functions?: Readonly<Record<string, ContextFunction>>;
}

/** The text of a template over plain variables. Throws an ExpressionError. */
export function render(
  template: string,
  variables: Readonly<Record<string, unknown>>,
  options: RenderOptions = {},
): Promise<string> {
  return renderAsync(template, contextFor(variables, options));
}

/** The value of a template over plain variables, as `renderTypedAsync` gives it. */
export function renderTyped(
  template: string,
  variables: Readonly<Record<string, unknown>>,
  options: RenderOptions = {},
): Promise<unknown> {
  return renderTypedAsync(template, contextFor(variables, options));
}

function contextFor(variables: Readonly<Record<string, unknown>>, options: RenderOptions): Context {
  const { mode, stubs, functions, ...rest } = options;
  return contextOf(variables, {
    ...rest,
    recursive: mode === 'recursive',
    functions: { ...memoryFunctions(stubs ?? {}, variables), ...functions },
  });
}
