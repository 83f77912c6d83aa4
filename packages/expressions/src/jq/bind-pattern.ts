import { indexValue } from './jq-paths.ts';
import { describe } from './jq-values.ts';
import type { CompileJq, Names } from './jq-outputs.ts';
import { JqError, bind, jqFailure, nowhere } from './machine.ts';
import type { Env, Run } from './machine.ts';
import type { Jq, Pattern } from './syntax.ts';

/** Takes a value apart and goes on once for each way to do so. */
export type Take = (env: Env, value: unknown, input: unknown, then: (env: Env) => void) => void;

/** `source as pattern | body`; with `?//` the next pattern is tried where one fails. */
export function bindPatterns(node: Extract<Jq, { type: 'bind' }>, names: Names, compileJq: CompileJq): Run {
  const source = compileJq(node.source, names);
  const all = node.patterns.flatMap(variablesOf);
  const body = compileJq(node.body, new Set([...names, ...all]));
  const takes = node.patterns.map((pattern) => compilePattern(pattern, new Set([...names, ...all]), compileJq));
  const [only] = takes;
  if (takes.length === 1 && only !== undefined) {
    return (env, input, path, emit) =>
      source(env, input, nowhere, (value) => only(env, value, input, (inner) => body(inner, input, path, emit)));
  }
  return (env, input, path, emit) =>
    source(env, input, nowhere, (value) => {
      // names of the other patterns are null
      const start = all.reduce((at, name) => bind(at, name, null), env);
      for (const [index, take] of takes.entries()) {
        try {
          return take(start, value, input, (inner) => body(inner, input, path, emit));
        } catch (error) {
          if (!(error instanceof JqError) || index === takes.length - 1) throw error;
        }
      }
    });
}

export function variablesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'variable':
      return [`$${pattern.name}`];
    case 'list':
      return pattern.items.flatMap(variablesOf);
    case 'object':
      return pattern.entries.flatMap((entry) => [
        ...(entry.variable === undefined ? [] : [`$${entry.variable}`]),
        ...(entry.pattern === undefined ? [] : variablesOf(entry.pattern)),
      ]);
  }
}

export function compilePattern(pattern: Pattern, names: Names, compileJq: CompileJq): Take {
  switch (pattern.type) {
    case 'variable':
      return (env, value, _, then) => then(bind(env, `$${pattern.name}`, value));
    case 'list': {
      const items = pattern.items.map((item) => compilePattern(item, names, compileJq));
      return (env, value, input, then) => {
        if (value !== null && !Array.isArray(value)) throw jqFailure(`Cannot index ${describe(value)} with number`);
        const take = (index: number, at: Env): void => {
          const item = items[index];
          if (item === undefined) return then(at);
          item(at, indexValue(value, index), input, (inner) => take(index + 1, inner));
        };
        take(0, env);
      };
    }
    case 'object': {
      const entries = pattern.entries.map((entry) => ({
        variable: entry.variable,
        key: compileJq(entry.key, names),
        inner: entry.pattern === undefined ? undefined : compilePattern(entry.pattern, names, compileJq),
      }));
      return (env, value, input, then) => {
        const take = (index: number, at: Env): void => {
          const entry = entries[index];
          if (entry === undefined) return then(at);
          entry.key(at, input, nowhere, (key) => {
            if (typeof key !== 'string') throw jqFailure(`Cannot index object with ${describe(key)}`);
            const part = indexValue(value, key);
            const bound = entry.variable === undefined ? at : bind(at, `$${entry.variable}`, part);
            if (entry.inner === undefined) take(index + 1, bound);
            else entry.inner(bound, part, input, (inner) => take(index + 1, inner));
          });
        };
        take(0, env);
      };
    }
  }
}
