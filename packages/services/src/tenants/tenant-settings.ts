import type { ErrorProblem, JsonObject } from '@windhover/model';
import { findKind, invalidSettings, type BackendKind } from '../backends/tenant-backends.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../access/caller.ts';
import { demandSuperadmin, isSuperadmin } from '../identity/demand-superadmin.ts';
import { allowedAddresses, wrongRanges } from '../outbound/address-rules.ts';
import { quotaProblems } from '../executions/execution-limits.ts';

type Kinds = Readonly<Record<string, Pick<BackendKind<unknown>, 'check'>>>;

/**
 * Of a tenant or a namespace, to whose tenant `addresses` are open beside the instance's. Throws `InvalidEntity` with all that is wrong: a type of backend that nobody knows, naming the known ones, a
 * configuration that cannot be used, ranges that are none, a quota whose window has no length.
 */
export function checkTenantSettings(
  deps: Pick<Deps, 'backends'>,
  settings: JsonObject,
  addresses: readonly string[] = allowedAddresses(settings),
): void {
  const problems = [
    ...checkBackend('storage', { settings, addresses }, deps.backends.files.kinds),
    ...checkBackend('secret', { settings, addresses }, deps.backends.secrets.kinds),
    ...addressProblems(settings),
    ...quotaProblems(settings),
  ];
  if (problems.length > 0) throw invalidSettings(problems);
}

function addressProblems(settings: JsonObject): readonly ErrorProblem[] {
  return wrongRanges(allowedAddresses(settings)).map((range) => ({
    path: 'allowedAddresses',
    message: `'${range}' is no range of addresses such as 10.1.0.0/16`,
  }));
}

/** What guards the instance and its other tenants. */
const ofSuperadmins = ['allowedAddresses', 'limits', 'scriptNetwork'] as const;

/** Settings that are the superadmins' to make stay as they were when somebody else leaves them out. Throws `Forbidden` for others. */
export function keepingOfSuperadmins(actor: Actor, before: JsonObject, settings: JsonObject): JsonObject {
  if (isSuperadmin(actor)) return settings;
  const kept: Record<string, JsonObject[string]> = { ...settings };
  for (const name of ofSuperadmins) {
    const [was, is] = [before[name] ?? undefined, settings[name] ?? undefined];
    if (is !== undefined && JSON.stringify(is) !== JSON.stringify(was)) demandSuperadmin(actor);
    if (was !== undefined) kept[name] = was;
  }
  return kept;
}

function checkBackend(
  what: 'secret' | 'storage',
  { settings, addresses }: { readonly settings: JsonObject; readonly addresses: readonly string[] },
  kinds: Kinds,
): readonly ErrorProblem[] {
  const [typePath, path] = [`${what}Type`, `${what}Configuration`];
  const type = settings[typePath];
  if (type === undefined || type === null) {
    if (settings[path] === undefined || settings[path] === null) return [];
    return [{ path: typePath, message: `is missing: which kind of backend '${path}' is for` }];
  }
  const kind = findKind(kinds, type);
  if (kind === undefined) {
    const known = Object.keys(kinds).toSorted().join(', ');
    return [{ path: typePath, message: `${JSON.stringify(type)} is unknown; known are ${known}` }];
  }
  return kind
    .check((settings[path] ?? {}) as JsonObject, addresses)
    .map((problem) => ({ ...problem, path: `${path}.${problem.path}` }));
}
