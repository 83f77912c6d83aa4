/** Plugin defaults that a flow gets from around it: those of its namespace, then of the namespaces above. */
import { parseFlow, type AppliedDefault, type ParsedFlow } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { withAncestors } from '../namespaces/ancestors.ts';
import { parsingRules, type ParsingDeps } from './parsing-rules.ts';

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

/** Parses a source under the rules of this server and the defaults of the namespace that it names. */
export async function parseInScope(deps: ParsingDeps, scope: TenantScope, source: string): Promise<ParsedFlow> {
  const rules = await parsingRules(deps, source);
  const alone = parseFlow(source, deps.catalog, rules);
  const namespace = alone.document?.['namespace'];
  if (typeof namespace !== 'string' || namespace === '') return alone;
  const { levels } = await outerDefaults(scope, namespace);
  return levels.length === 0 ? alone : parseFlow(source, deps.catalog, { ...rules, pluginDefaults: levels });
}
