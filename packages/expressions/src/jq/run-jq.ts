import type { CallEnvironment } from '../call-environment.ts';
import { ValueError } from '../values/value-error.ts';
import { compileJq } from './compile-jq.ts';
import { jqText, toJq } from './jq-values.ts';
import { Break, Downstream, JqError, nowhere } from './machine.ts';
import type { Env, Run } from './machine.ts';
import { parseJq } from './parse-jq.ts';

const cache = new Map<string, Run>();
const mostCached = 500;
const longestProgram = 100_000;

/**
 * All outputs of a jq program for an input, in order. The language is that of jq 1.6, without modules, input and
 * environment. Throws a ValueError for mistakes of the program and for errors that it does not catch.
 */
export function runJq(program: string, input: unknown, environment: CallEnvironment): unknown[] {
  const run = compiledJq(program);
  const machine = {
    charge: (steps: number) => environment.charge(steps),
    now: () => environment.now(),
    depth: 0,
  };
  const env: Env = { parent: undefined, name: '', value: undefined, machine };
  const results: unknown[] = [];
  try {
    run(env, toJq(input), nowhere, (value) => {
      machine.charge(1);
      if (results.length >= environment.limits.listItems) throw new ValueError('jq gives too many outputs', 'limit');
      results.push(value);
    });
  } catch (error) {
    throw readable(error);
  }
  return results;
}

function compiledJq(program: string): Run {
  let run = cache.get(program);
  if (run === undefined) {
    if (program.length > longestProgram) throw new ValueError('the jq program is too long', 'limit');
    run = compileJq(parseJq(program), new Set());
    if (cache.size >= mostCached) cache.clear();
    cache.set(program, run);
  }
  return run;
}

function readable(error: unknown): unknown {
  if (error instanceof Downstream) return readable((error.error as { error: unknown }).error);
  if (error instanceof JqError) {
    const text = typeof error.value === 'string' ? error.value : `${jqText(error.value)} (not a string)`;
    return new ValueError(text);
  }
  return error instanceof Break ? new ValueError('break') : error;
}
