/** Which plugins flows may use on this instance. */
import type { PluginDescription } from '@windhover/model';
import type { Configuration } from './configuration.ts';

const includes = 'kestra.plugins.security.includes';
const excludes = 'kestra.plugins.security.excludes';

/** By the type, or an older name of it: one that `includes` matches, where that is set, and `excludes` does not. */
export function allowedPlugins(configuration: Configuration): (plugin: PluginDescription) => boolean {
  const patterns = (path: string): readonly RegExp[] => configuration.get('list', path).map(whole);
  const [included, excluded] = [patterns(includes), patterns(excludes)];
  return ({ type, aliases }) => {
    const matches = (list: readonly RegExp[]): boolean =>
      list.some((pattern) => [type, ...aliases].some((name) => pattern.test(name)));
    return (included.length === 0 || matches(included)) && !matches(excluded);
  };
}

export function checkAllowedPlugins(configuration: Configuration): string[] {
  return [includes, excludes].flatMap((path) =>
    configuration.get('list', path).flatMap((pattern) => {
      try {
        whole(pattern);
        return [];
      } catch {
        return [`${path}: '${pattern}' is no regular expression`];
      }
    }),
  );
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}
