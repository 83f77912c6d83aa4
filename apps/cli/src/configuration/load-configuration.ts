/** The configuration as the program starts with it, and all that is to be said about it. */
import { backendWarnings } from './backend-settings.ts';
import { configurationOf, type Configuration } from './configuration.ts';
import { gatherSettings, type ConfigurationInputs } from './configuration-sources.ts';
import { keyTree, type KeyNode } from './key-tree.ts';
import { knownKeys } from './known-keys.ts';
import { nearestKey } from './nearest-key.ts';
import { parseValue } from './parse-value.ts';
import { withPlaceholders } from './placeholders.ts';
import { isMap, settingsOf, type Setting, type SettingsTree } from './settings-tree.ts';

export interface LoadedConfiguration {
  readonly configuration: Configuration;
  /** Files that were read, by absolute path. */
  readonly files: readonly string[];
  /** A file that was asked for and is not there: for every command to tell. */
  readonly skipped: readonly string[];
  /** Keys without effect and the like: for a server to tell at its start. */
  readonly warnings: readonly string[];
  /** Wrong values and unreadable files: each stops the start. */
  readonly problems: readonly string[];
}

/** Keys whose values must not lie about in files that others can read. */
const secretNames = /password|secret|token|credential/i;

export function loadConfiguration(inputs: ConfigurationInputs): LoadedConfiguration {
  const keys = keyTree(knownKeys);
  const skipped: string[] = [];
  const warnings: string[] = [];
  const problems: string[] = [];
  const { tree: gathered, files, fromFiles } = gatherSettings(inputs, keys, { skipped, problems });
  const tree = withPlaceholders({ tree: gathered, keys, env: inputs.env }, problems);
  for (const setting of settingsOf(tree, keys)) review(setting, keys, warnings, problems);
  const configuration = configurationOf(tree);
  warnings.push(...clearTextSecrets(fromFiles, keys), ...backendWarnings(configuration));
  return { configuration, files, skipped, warnings, problems };
}

function review({ names, value, node }: Setting, keys: KeyNode, warnings: string[], problems: string[]): void {
  const path = names.join('.');
  const key = node?.key;
  if (node !== undefined && key === undefined) {
    if (!isMap(value)) problems.push(`${path}: ${shownAs(path, value)} is not valid: a map is expected`);
    return;
  }
  if (key === undefined) {
    if (names[0] !== 'kestra') return;
    const nearest = nearestKey(path, keys);
    warnings.push(
      `Configuration key '${path}' is unknown and is ignored${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`,
    );
    return;
  }
  if (key.status === 'warn') warnings.push(`Configuration key '${path}' is not supported yet and is ignored`);
  if (key.status !== 'honour' || value === null) return;
  const parsed = parseValue(key, value);
  if (!('expected' in parsed)) return;
  problems.push(`${path}: ${shownAs(path, value)} is not valid: ${parsed.expected} is expected`);
}

function shownAs(path: string, value: unknown): string {
  if (secretNames.test(path)) return 'a value';
  return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}

function clearTextSecrets(fromFiles: SettingsTree, keys: KeyNode): string[] {
  const paths = [...settingsOf(fromFiles, keys)]
    .filter(
      ({ names, value }) => secretNames.test(names.at(-1) ?? '') && typeof value === 'string' && !value.includes('${'),
    )
    .map(({ names }) => names.join('.'));
  if (paths.length === 0) return [];
  return [`Configuration files hold secrets in clear text (${paths.join(', ')}): prefer environment variables`];
}
