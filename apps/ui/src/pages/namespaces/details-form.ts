import type { WireNamespace } from '../../api/namespaces.ts';
import { jsonText, listOf, objectOf } from '../../components/json-text.ts';

export type Behavior = NonNullable<NonNullable<WireNamespace['concurrency']>['behavior']>;

/** What the fields of a namespace show. */
export interface DetailsForm {
  readonly description: string;
  /** JSON objects and lists as they are typed. */
  readonly variables: string;
  readonly pluginDefaults: string;
  readonly quotas: string;
  readonly limit: string;
  readonly behavior: Behavior;
}

export function toForm({
  description,
  variables,
  pluginDefaults,
  quotas,
  concurrency,
}: Partial<WireNamespace>): DetailsForm {
  return {
    description: description ?? '',
    variables: jsonText(variables),
    pluginDefaults: jsonText(pluginDefaults),
    quotas: jsonText(quotas),
    limit: String(concurrency?.limit ?? ''),
    behavior: concurrency?.behavior ?? 'QUEUE',
  };
}

/** Which fields hold something that cannot be sent. */
export function wrongFields(form: DetailsForm): ReadonlySet<keyof DetailsForm> {
  return new Set([
    ...(objectOf(form.variables) === undefined ? (['variables'] as const) : []),
    ...(listOf(form.pluginDefaults) === undefined ? (['pluginDefaults'] as const) : []),
    ...(listOf(form.quotas) === undefined ? (['quotas'] as const) : []),
    ...(/^([1-9]\d*)?$/.test(form.limit) ? [] : (['limit'] as const)),
  ]);
}

/** The namespace as the fields say; what they leave empty is left out, and what no field shows stays. */
export function toNamespace(before: WireNamespace, form: DetailsForm): WireNamespace {
  const { description: _1, variables: _2, pluginDefaults: _3, quotas: _4, concurrency: _5, ...rest } = before;
  const { description, limit, behavior } = form;
  const variables = objectOf(form.variables) ?? {};
  const pluginDefaults = listOf(form.pluginDefaults) ?? [];
  const quotas = listOf(form.quotas) ?? [];
  // The server says what is wrong inside of the JSON.
  const entered = {
    ...(description === '' ? {} : { description }),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
    ...(pluginDefaults.length === 0 ? {} : { pluginDefaults }),
    ...(quotas.length === 0 ? {} : { quotas }),
    ...(limit === '' ? {} : { concurrency: { limit: Number(limit), behavior } }),
  };
  return { ...rest, ...entered } as WireNamespace;
}
