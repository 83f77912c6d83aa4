/** Plugin defaults that a flow gets from around it: those of its namespace, then of the namespaces above. */
import { parseFlow, type AppliedDefault, type ParsedFlow, type PluginCatalog } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { withAncestors } from '../namespaces/ancestors.ts';

export interface OuterDefaults {
  /** Nearest namespace first. */
  readonly levels: readonly (readonly AppliedDefault[])[];
  /** Differs whenever the levels do; empty when there are none. */
  readonly version: string;
}

export async function outerDefaults(scope: TenantScope, namespace: string): Promise<OuterDefaults> {
  const levels: (readonly AppliedDefault[])[] = [];
  let version = '';
  for (const id of withAncestors(namespace)) {
    const { pluginDefaults = [], updatedAt = 0 } = (await scope.namespaces.find(id)) ?? {};
    if (pluginDefaults.length === 0) continue;
    levels.push(pluginDefaults);
    version += `/${id}@${updatedAt}`;
  }
  return { levels, version };
}

/** Parses a source under the defaults of the namespace that it names. */
export async function parseInScope(catalog: PluginCatalog, scope: TenantScope, source: string): Promise<ParsedFlow> {
  const alone = parseFlow(source, catalog);
  const namespace = alone.document?.['namespace'];
  if (typeof namespace !== 'string' || namespace === '') return alone;
  const { levels } = await outerDefaults(scope, namespace);
  return levels.length === 0 ? alone : parseFlow(source, catalog, { pluginDefaults: levels });
}
