import { useQuery } from '@tanstack/react-query';
import { topText, type JsonSchema } from '@windhover/model/editor';
import { useMemo } from 'react';
import { reusableInputs } from '../api/reusable-inputs.ts';
import { tenantKey } from '../query-client.ts';

/** More than a list of candidates shows. */
const enough = { page: 1, size: 200 };

/** The schema, which knows the reusable inputs that the flow can take in, once it takes in any. */
export function useReusableInputsIn(schema: JsonSchema, tenant: string | undefined, source: string): JsonSchema {
  const namespace = source.includes('REUSABLE_INPUTS') ? topText(source, 'namespace') : undefined;
  const asked = { enabled: namespace !== undefined, staleTime: 60_000, retry: false };
  const key = tenantKey(tenant, 'reusable-inputs');
  const ids = useQuery({
    ...asked,
    queryKey: [...key, namespace, 'ids'],
    queryFn: async () => (await reusableInputs.list(tenant, namespace ?? '', enough)).results.map(({ id }) => id),
  }).data;
  const namespaces = useQuery({
    ...asked,
    queryKey: [...key, 'namespaces'],
    queryFn: () => reusableInputs.namespaces(tenant),
  }).data;
  return useMemo(
    () =>
      ids === undefined || namespaces === undefined ? schema : withValues(schema, { ref: ids, namespace: namespaces }),
    [schema, ids, namespaces],
  );
}

const type = 'input.REUSABLE_INPUTS';

function withValues(schema: JsonSchema, values: Readonly<Record<string, readonly string[]>>): JsonSchema {
  const input = schema.$defs?.[type];
  if (input === undefined) return schema;
  const known = Object.entries(values).map(
    ([name, list]) => [name, { ...input.properties?.[name], enum: list }] as const,
  );
  const properties = { ...input.properties, ...Object.fromEntries(known) };
  return { ...schema, $defs: { ...schema.$defs, [type]: { ...input, properties } } };
}
