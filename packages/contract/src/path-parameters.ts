/** Parameters of paths: a route spreads one of these, so that schema and kinds cannot differ. */
import { z } from 'zod';
import type { ParameterKind } from './route.ts';

/** Schema and kinds of a path's parameters, from what each of them names; all are texts. */
export function pathParameters<const Kinds extends Readonly<Record<string, ParameterKind>>>(parameterKinds: Kinds) {
  const shape = Object.fromEntries(Object.keys(parameterKinds).map((name) => [name, z.string()]));
  return {
    params: z.object(shape as { -readonly [Name in keyof Kinds]: z.ZodString }),
    parameterKinds,
  } as const;
}

export const ofNamespace = pathParameters({ namespace: 'namespace' });
/** As older paths name a flow; newer ones say `flowId`. */
export const ofFlow = pathParameters({ namespace: 'namespace', id: 'flowId' });
export const ofExecution = pathParameters({ executionId: 'executionId' });
