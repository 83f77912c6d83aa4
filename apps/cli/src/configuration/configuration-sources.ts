/** Where settings are written: files, whole documents in variables, single variables. Lowest precedence first. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { settingsFromEnvironment } from './environment.ts';
import type { KeyNode } from './key-tree.ts';
import { inManualSpelling, isMap, merged, type SettingsTree } from './settings-tree.ts';

export interface ConfigurationInputs {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  /** The file of `-c`, in place of `~/.kestra/config.yml`. */
  readonly file?: string | undefined;
  /** What stands below every file: the settings of `server local`. */
  readonly defaults?: SettingsTree;
  /** What stands above everything: command-line options. */
  readonly options?: SettingsTree;
}

export interface GatheredSettings {
  readonly tree: SettingsTree;
  /** Files that were read, by absolute path. */
  readonly files: readonly string[];
  /** Settings of the files alone. */
  readonly fromFiles: SettingsTree;
}

export function gatherSettings(
  inputs: ConfigurationInputs,
  keys: KeyNode,
  notes: { skipped: string[]; problems: string[] },
): GatheredSettings {
  const files = configurationFiles(inputs, notes.skipped);
  let fromFiles: SettingsTree = {};
  for (const file of files) fromFiles = merged(fromFiles, readFile(file, keys, notes.problems));
  const whole = inputs.env['KESTRA_CONFIGURATION'];
  const layers = [
    inManualSpelling(inputs.defaults ?? {}, keys),
    fromFiles,
    whole === undefined ? {} : readYaml(whole, 'KESTRA_CONFIGURATION', keys, notes.problems),
    settingsFromEnvironment(inputs.env, keys),
    inManualSpelling(inputs.options ?? {}, keys),
  ];
  return { tree: layers.reduce(merged, {}), files, fromFiles };
}

/** The environments of `MICRONAUT_ENVIRONMENTS`, each with a file of its own beside every file. */
export function namedEnvironments(env: ConfigurationInputs['env']): readonly string[] {
  return (env['MICRONAUT_ENVIRONMENTS'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function configurationFiles(inputs: ConfigurationInputs, skipped: string[]): string[] {
  const named = (inputs.env['MICRONAUT_CONFIG_FILES'] ?? '').split(',').map((file) => file.trim());
  const wanted = [
    inputs.file ?? join(inputs.homeDirectory, '.kestra', 'config.yml'),
    ...named.filter((file) => file !== ''),
  ].map((file) => (isAbsolute(file) ? file : resolve(inputs.workingDirectory, file)));
  const [first] = wanted;
  if (inputs.file !== undefined && first !== undefined && !existsSync(first)) {
    skipped.push(`Configuration file '${first}' does not exist and is skipped`);
  }
  const environments = namedEnvironments(inputs.env);
  return wanted
    .filter((file) => existsSync(file))
    .flatMap((file) => [file, ...environments.map((name) => join(dirname(file), `application-${name}.yml`))])
    .filter((file) => existsSync(file));
}

function readFile(file: string, keys: KeyNode, problems: string[]): SettingsTree {
  try {
    return readYaml(readFileSync(file, 'utf8'), file, keys, problems);
  } catch (error) {
    problems.push(
      `Configuration file '${file}' cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return {};
  }
}

/** Several documents are merged in order. */
function readYaml(text: string, source: string, keys: KeyNode, problems: string[]): SettingsTree {
  const documents = parseAllDocuments(text, { merge: true });
  let tree: SettingsTree = {};
  for (const document of Array.isArray(documents) ? documents : []) {
    for (const error of document.errors) problems.push(`${source}: ${error.message.trimEnd()}`);
    if (document.errors.length > 0) continue;
    const value: unknown = document.toJS();
    if (value === null || value === undefined) continue;
    if (isMap(value)) tree = merged(tree, inManualSpelling(value, keys));
    else problems.push(`${source}: a map of settings is expected`);
  }
  return tree;
}
