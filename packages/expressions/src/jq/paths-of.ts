import { jqText } from './jq-values.ts';
import { pathKeys, root } from './machine.ts';
import type { Env, Run } from './machine.ts';

/** The paths that an expression finds, as lists of keys. */
export function pathsOf(run: Run, env: Env, input: unknown): unknown[][] {
  const paths: unknown[][] = [];
  run(env, input, root, (_, path) => {
    env.machine.charge(1);
    paths.push(pathKeys(path, jqText));
  });
  return paths;
}
