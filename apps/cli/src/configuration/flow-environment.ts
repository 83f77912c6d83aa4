/** Environment variables that flows see as `envs.*`. */
import type { Configuration } from './configuration.ts';
import { settingOfVariable } from './environment.ts';
import { keyTree } from './key-tree.ts';
import { knownKeys } from './known-keys.ts';

/**
 * Names without their prefix, in lower case. Without a configured prefix both `ENV_` and `KESTRA_` count, `ENV_` first.
 * A variable that spells a known configuration key, or is listed as redacted, is never among them.
 */
export function flowEnvironment(
  configuration: Configuration,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const prefix = configuration.find('text', 'kestra.variables.env-vars-prefix');
  const prefixes = prefix === undefined ? ['KESTRA_', 'ENV_'] : [prefix];
  const redacted = new Set(configuration.get('list', 'kestra.variables.redacted-env-vars'));
  const keys = keyTree(knownKeys);
  const visible: Record<string, string> = {};
  for (const wanted of prefixes) {
    for (const [name, value] of Object.entries(env)) {
      if (value === undefined || !name.startsWith(wanted) || name === wanted || redacted.has(name)) continue;
      if (settingOfVariable(name, keys) === undefined) visible[name.slice(wanted.length).toLowerCase()] = value;
    }
  }
  return visible;
}
