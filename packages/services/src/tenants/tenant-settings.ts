import type { ErrorProblem, JsonObject } from '@windhover/model';
import { findKind, invalidSettings, type BackendKind } from '../backends/tenant-backends.ts';
import type { Deps } from '../deps.ts';
import { quotaProblems } from '../executions/execution-limits.ts';

type Kinds = Readonly<Record<string, Pick<BackendKind<unknown>, 'check'>>>;

/**
 * Of a tenant or a namespace. Throws `InvalidEntity` with all that is wrong: a type of backend that nobody knows, naming the known ones, a
 * configuration that cannot be used, a quota whose window has no length.
 */
export function checkTenantSettings(deps: Pick<Deps, 'backends'>, settings: JsonObject): void {
  const problems = [
    ...checkBackend('storage', settings, deps.backends.files.kinds),
    ...checkBackend('secret', settings, deps.backends.secrets.kinds),
    ...quotaProblems(settings),
  ];
  if (problems.length > 0) throw invalidSettings(problems);
}

function checkBackend(what: 'secret' | 'storage', settings: JsonObject, kinds: Kinds): readonly ErrorProblem[] {
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
    .check((settings[path] ?? {}) as JsonObject)
    .map((problem) => ({ ...problem, path: `${path}.${problem.path}` }));
}
