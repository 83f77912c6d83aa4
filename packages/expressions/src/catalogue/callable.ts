/** A parameter as declared; positional arguments are mapped to names in this order. */
export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
}

/** What can be called, as the parser, the checks and the editor's help need to know it. */
export interface Callable {
  readonly name: string;
  /** 'none' takes and ignores any argument; 'any' takes as many as are given. */
  readonly parameters: readonly Parameter[] | 'none' | 'any';
  readonly returns: string;
  readonly description: string;
}

/**
 * Declares a callable from its signature: `abbreviate(length)`, `join(separator?)`, `max(...)`; no brackets mean that
 * arguments are ignored.
 */
export function declare(signature: string, returns: string, description: string): Callable {
  const [, name = '', list] = /^(\w+)(?:\((.*)\))?$/.exec(signature) ?? [];
  if (list === undefined) return { name, parameters: 'none', returns, description };
  if (list === '...') return { name, parameters: 'any', returns, description };
  const names = list === '' ? [] : list.split(', ');
  const parameters = names.map((text) => ({ name: text.replace('?', ''), optional: text.endsWith('?') }));
  return { name, parameters, returns, description };
}

export function byName(callables: readonly Callable[]): ReadonlyMap<string, Callable> {
  return new Map(callables.map((callable) => [callable.name, callable]));
}

/** `abbreviate(length)`, with `?` behind what may be left out. */
export function signatureOf({ name, parameters }: Callable): string {
  if (parameters === 'none') return name;
  if (parameters === 'any') return `${name}(...)`;
  return `${name}(${parameters.map((parameter) => parameter.name + (parameter.optional ? '?' : '')).join(', ')})`;
}
