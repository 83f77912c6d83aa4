import type { LoopInfo } from '../values/boxed.ts';

/**
 * Variables made by a template. A loop has one scope for all its rounds; a macro's scope hides everything outside it;
 * the scope of a rendered text shows what lies below, but does not write there.
 */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly kind: 'template' | 'loop' | 'macro';
  variables: Map<string, unknown> | undefined;
  loopName: string | undefined;
  loopValue: unknown;
  loop: LoopInfo | undefined;
}

export function newScope(kind: Scope['kind'], parent: Scope | undefined): Scope {
  return { parent, kind, variables: undefined, loopName: undefined, loopValue: undefined, loop: undefined };
}

/** The value of a variable in the scopes; undefined when none has it. */
export function findInScopes(innermost: Scope, name: string): unknown {
  for (let scope: Scope | undefined = innermost; scope !== undefined; scope = scope.parent) {
    const value = valueIn(scope, name);
    if (value !== undefined) return value;
    if (scope.kind === 'macro') return undefined;
  }
  return undefined;
}

/** Whether names that no scope has may be looked up in the context. */
export function seesContext(innermost: Scope | undefined): boolean {
  for (let scope = innermost; scope !== undefined; scope = scope.parent) if (scope.kind === 'macro') return false;
  return true;
}

/**
 * Changes the nearest scope that has the name, else makes it in the innermost one. A name that only the context has
 * is shadowed in the outermost scope of the template, so that the change outlives a loop.
 */
export function setInScopes(innermost: Scope, name: string, value: unknown, isInContext: () => boolean): void {
  let scope: Scope = innermost;
  while (true) {
    if (scope.loopName === name) {
      scope.loopValue = value;
      return;
    }
    if (scope.variables?.has(name) === true) {
      scope.variables.set(name, value);
      return;
    }
    if (scope.kind !== 'loop' || scope.parent === undefined) break;
    scope = scope.parent;
  }
  const isShadow =
    scope !== innermost &&
    scope.kind === 'template' &&
    ((scope.parent !== undefined && findInScopes(scope.parent, name) !== undefined) || isInContext());
  const target = isShadow ? scope : innermost;
  target.variables ??= new Map();
  target.variables.set(name, value);
}

function valueIn(scope: Scope, name: string): unknown {
  if (scope.loop !== undefined) {
    if (scope.loopName === name) return scope.loopValue;
    if (name === 'loop') return scope.loop;
  }
  return scope.variables?.get(name);
}
