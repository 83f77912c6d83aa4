import { ValueError } from '../values/value-error.ts';
import { builtinValues } from './builtins-values.ts';
import { builtinRuns } from './builtins-runs.ts';
import { chargeSize } from './charge-size.ts';
import { made } from './jq-outputs.ts';
import type { CompileJq, Names } from './jq-outputs.ts';
import { bind, deepestCalls, find, nowhere, tooDeep } from './machine.ts';
import type { Closure, Emit, Env, NoPath, Path, Run } from './machine.ts';
import { preludeRun } from './prelude.ts';
import type { Jq } from './syntax.ts';

/** A call of a function of the program, or of a builtin: one that takes values, one that takes programs, or one in jq. */
export function compileCall(node: Extract<Jq, { type: 'call' }>, names: Names, compileJq: CompileJq): Run {
  const key = `${node.name}/${node.args.length}`;
  const args = node.args.map((arg) => compileJq(arg, names));
  if (names.has(key)) return callDefined(key, args);
  const run = Object.hasOwn(builtinRuns, key) ? builtinRuns[key] : undefined;
  if (run !== undefined) return run(args);
  const apply = Object.hasOwn(builtinValues, key) ? builtinValues[key] : undefined;
  if (apply !== undefined) return callWithValues(apply, args);
  const prelude = preludeRun(key, compileJq);
  if (prelude === undefined) throw new ValueError(`${key} is not defined`);
  return (env, input, path, emit) => callClosure({ ...prelude(), env: outermost(env) }, args, env, input, path, emit);
}

function callDefined(key: string, args: readonly Run[]): Run {
  return (env, input, path, emit) => callClosure(find(env, key) as Closure, args, env, input, path, emit);
}

function callClosure(
  closure: Closure,
  args: readonly Run[],
  env: Env,
  input: unknown,
  path: Path | NoPath,
  emit: Emit,
): void {
  const { machine } = env;
  machine.charge(2);
  if (++machine.depth > deepestCalls) throw tooDeep();
  try {
    bindParameters(closure, args, env, input, closure.env, 0, (inner) => closure.run(inner, input, path, emit));
  } finally {
    machine.depth--;
  }
}

/** A parameter `$a` is bound to each output of its argument in turn. */
function bindParameters(
  closure: Closure,
  args: readonly Run[],
  caller: Env,
  input: unknown,
  env: Env,
  index: number,
  then: (env: Env) => void,
): void {
  const parameter = closure.parameters[index];
  const run = args[index];
  if (parameter === undefined || run === undefined) return then(env);
  const name = parameter.startsWith('$') ? parameter.slice(1) : parameter;
  const argument: Closure = { run, parameters: [], env: caller };
  const withClosure = bind(env, `${name}/0`, argument);
  if (name === parameter) return bindParameters(closure, args, caller, input, withClosure, index + 1, then);
  run(caller, input, nowhere, (value) =>
    bindParameters(closure, args, caller, input, bind(withClosure, parameter, value), index + 1, then),
  );
}

/** Arguments are values: all combinations, the last argument varying slowest. */
function callWithValues(
  apply: (input: unknown, args: readonly unknown[], env: Env) => unknown,
  args: readonly Run[],
): Run {
  return (env, input, path, emit) => {
    env.machine.charge(1);
    const collect = (index: number, values: readonly unknown[]): void => {
      if (index < 0) {
        const result = apply(input, values, env);
        chargeSize(env.machine, result);
        return emit(result, made(path, result));
      }
      args[index]?.(env, input, nowhere, (value) => collect(index - 1, [value, ...values]));
    };
    collect(args.length - 1, []);
  };
}

function outermost(env: Env): Env {
  let at = env;
  while (at.parent !== undefined) at = at.parent;
  return at;
}
