import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { instanceIsolation } from './backend-settings.ts';
import { checkConfiguration } from './check-configuration.ts';
import { effectiveYaml } from './effective-yaml.ts';
import { flowEnvironment } from './flow-environment.ts';
import { instanceDefaults } from './instance-defaults.ts';
import { loadConfiguration, type LoadedConfiguration } from './load-configuration.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windhover-configuration-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(yaml: string, env: Record<string, string> = {}, more: object = {}): LoadedConfiguration {
  const file = join(folder, 'application.yml');
  writeFileSync(file, yaml);
  return loadConfiguration({ env, workingDirectory: folder, homeDirectory: folder, file, ...more });
}

test('a key is found in any spelling', () => {
  for (const spelling of ['default-tenant', 'defaultTenant', 'default_tenant', 'DEFAULT-TENANT']) {
    const { configuration } = load(`kestra: {ee: {tenants: {${spelling}: false}}}`);
    expect(configuration.get('boolean', 'kestra.ee.tenants.default-tenant')).toBe(false);
  }
});

test('dotted names and several documents are merged', () => {
  const { configuration } = load('kestra.url: http://one\n---\nkestra: {environment: {name: dev}}\n');

  expect(configuration.find('text', 'kestra.url')).toBe('http://one');
  expect(configuration.find('text', 'kestra.environment.name')).toBe('dev');
});

test('options win over variables, variables over documents in variables, those over files, files over defaults', () => {
  const yaml = 'micronaut: {server: {port: 2, host: file}}\nkestra: {url: file}';
  const defaults = { 'kestra.url': 'default', 'kestra.system-flows.namespace': 'defaults' };
  const env = { KESTRA_CONFIGURATION: 'micronaut: {server: {port: 3, host: document}}', MICRONAUT_SERVER_PORT: '4' };

  const { configuration } = load(yaml, env, { defaults });
  const withOption = load(yaml, env, { options: { 'micronaut.server.port': 5 } });

  expect(configuration.get('number', 'micronaut.server.port')).toBe(4);
  expect(configuration.get('text', 'micronaut.server.host')).toBe('document');
  expect(configuration.find('text', 'kestra.url')).toBe('file');
  expect(configuration.get('text', 'kestra.system-flows.namespace')).toBe('defaults');
  expect(withOption.configuration.get('number', 'micronaut.server.port')).toBe(5);
});

test('variables are matched against the known keys, the longest path first', () => {
  const { configuration } = load('', {
    KESTRA_STORAGE_LOCAL_BASE_PATH: '/x',
    KESTRA_SECURITY_SUPERADMIN_TENANTADMINACCESS_1: 'b',
    KESTRA_SECURITY_SUPERADMIN_TENANTADMINACCESS_0: 'a',
    KESTRA_HIDDEN_LABELS_PREFIXES: 'one, two',
    KESTRA_EE_TENANTS_ENABLED: 'true',
    DATASOURCES_MAIN_DB_URL: 'jdbc:sqlite:/x/y',
    KESTRA_VARIABLES_GLOBALS_MY__NAME: 'value',
    KESTRA_NOTHING_KNOWN: 'of a flow',
  });

  expect(configuration.get('text', 'kestra.storage.local.base-path')).toBe('/x');
  expect(configuration.get('list', 'kestra.security.super-admin.tenant-admin-access')).toEqual(['a', 'b']);
  expect(configuration.get('list', 'kestra.hidden-labels.prefixes')).toEqual(['one', 'two']);
  expect(configuration.get('boolean', 'kestra.ee.tenants.enabled')).toBe(true);
  expect(configuration.get('map', 'kestra.variables.globals')).toEqual({ 'my-name': 'value' });
  expect(configuration.tree['datasources']).toEqual({ main_db: { url: 'jdbc:sqlite:/x/y' } });
});

test('names below maps of the user keep their spelling', () => {
  const { configuration } = load('kestra: {variables: {globals: {camelCase: 1, with-hyphen: 2, dotted.name: 3}}}');

  expect(configuration.get('map', 'kestra.variables.globals')).toEqual({
    camelCase: 1,
    'with-hyphen': 2,
    'dotted.name': 3,
  });
});

test('placeholders take another key, a variable, or their default', () => {
  const { configuration, problems } = load(
    'kestra: {url: "${HOST:http://localhost:8080}/${kestra.environment.name}", environment: {name: "${STAGE}", color: "${NOWHERE}"}}',
    { STAGE: 'dev' },
  );

  expect(configuration.find('text', 'kestra.url')).toBe('http://localhost:8080/dev');
  expect(problems).toEqual([
    "kestra.environment.color: '${NOWHERE}' has no value: set 'NOWHERE', or add a default as in '${NOWHERE:default}'",
  ]);
});

test('durations, sizes and lists are read in every documented form', () => {
  const { configuration, problems } = load(
    'kestra: {server: {termination-grace-period: 90s, liveness: {timeout: PT1M}}, hidden-labels: {prefixes: [a, b]}}\n' +
      'micronaut: {server: {max-request-size: 10MB}, security: {token: {cookie: {cookie-max-age: 1d}}}}',
  );

  expect(problems).toEqual([]);
  expect(configuration.get('duration', 'kestra.server.termination-grace-period')).toBe(90_000);
  expect(configuration.get('duration', 'kestra.server.liveness.timeout')).toBe(60_000);
  expect(configuration.get('size', 'micronaut.server.max-request-size')).toBe(10 * 1024 * 1024);
  expect(configuration.get('duration', 'micronaut.security.token.cookie.cookie-max-age')).toBe(86_400_000);
});

test('every wrong value is told with path, value and what is expected', () => {
  const { problems } = load(
    'kestra: {ee: {tenants: {enabled: perhaps}}, server: {termination-grace-period: soon}}\nmicronaut: {server: {port: 70000}}',
  );

  expect(problems).toEqual([
    "kestra.ee.tenants.enabled: 'perhaps' is not valid: true or false is expected",
    "kestra.server.termination-grace-period: 'soon' is not valid: a duration such as 30s, 5m, 7d or PT1H is expected",
    "micronaut.server.port: '70000' is not valid: a number from 0 to 65535 is expected",
  ]);
});

test('one value in place of a map, and a map in place of one value, are wrong', () => {
  const { problems, warnings } = load(
    'kestra: {url: {a: 1}, ee: {tenants: true}, queue: h2, server: {}, secret: {vault: {token: hush}}}\nmicronaut: {server: 8080}',
  );

  expect(problems).toEqual([
    `kestra.url: '{"a":1}' is not valid: a text is expected`,
    "kestra.ee.tenants: 'true' is not valid: a map is expected",
    "kestra.queue: 'h2' is not valid: a map is expected",
    'kestra.secret.vault.token: a value is not valid: a map is expected',
    "micronaut.server: '8080' is not valid: a map is expected",
  ]);
  expect(warnings.filter((warning) => warning.includes('unknown'))).toEqual([]);
});

test('no length is asked of the keys of webhooks by 0', () => {
  const { problems } = load('kestra: {webhooks: {min-key-length: 0}}');

  expect(problems).toEqual([]);
});

test('maps of a file are merged by their merge keys', () => {
  const { configuration } = load('base: &base {port: 1234}\nmicronaut: {server: {<<: *base, host: 0.0.0.0}}\n');

  expect(configuration.get('number', 'micronaut.server.port')).toBe(1234);
  expect(configuration.get('text', 'micronaut.server.host')).toBe('0.0.0.0');
});

test('an unknown key below kestra is told with the nearest known one', () => {
  const { warnings } = load('kestra: {ee: {tenants: {enable: true}}, wholly: {different: thing}}\nother: {key: 1}');

  expect(warnings).toEqual([
    "Configuration key 'kestra.ee.tenants.enable' is unknown and is ignored; did you mean 'kestra.ee.tenants.enabled'?",
    "Configuration key 'kestra.wholly.different' is unknown and is ignored",
  ]);
});

test('keys that have no effect yet are told, those about other systems are not', () => {
  const { warnings } = load(
    'kestra: {secret: {type: azure-key-vault, tags: a}, kafka: {client: {a: b}}}\njackson: {x: y}',
  );

  expect(warnings).toEqual([
    "Configuration key 'kestra.secret.tags' is not supported yet and is ignored",
    "kestra.secret.type: 'azure-key-vault' is not supported yet, secrets are kept in the database; known are jdbc, vault",
  ]);
});

test('a name with nothing below it takes nothing away and is not told', () => {
  const defaults = { kestra: { queue: { type: 'h2' } } };

  const one = load('kestra:\n', {}, { defaults });
  const other = load('kestra:\n  queue:\n  ee:\n    tenants:\n', {}, { defaults });

  for (const { configuration, warnings } of [one, other]) {
    expect(configuration.find('text', 'kestra.queue.type')).toBe('h2');
    expect(warnings).toEqual([]);
  }
});

test('a configuration file that cannot be read is a problem', () => {
  const { problems } = loadConfiguration({ env: {}, workingDirectory: folder, homeDirectory: folder, file: '.' });

  expect(problems).toEqual([expect.stringContaining(`Configuration file '${folder}' cannot be read: EISDIR`)]);
});

test('secrets are masked at every depth, and whatever they look like', () => {
  const { configuration } = load(`
datasources: {main: {password: 123456, maximum-pool-size: 5}}
kestra:
  plugins: {defaults: [{type: a.b, values: {password: hush, token: 77, deep: [{apiKey: hush}], host: shown}}]}
  security: {basic-auth: {password-min-length: 12}}
`);

  const shown: unknown = parse(effectiveYaml(configuration));

  expect(shown).toMatchObject({
    datasources: { main: { password: '******', 'maximum-pool-size': 5 } },
    kestra: {
      plugins: {
        defaults: [{ values: { password: '******', token: '******', deep: [{ apiKey: '******' }], host: 'shown' } }],
      },
      security: { 'basic-auth': { 'password-min-length': 12 } },
    },
  });
  expect(shown).not.toHaveProperty(['datasources', '*']);
});

test('secrets inside addresses are masked', () => {
  const { configuration } = load(`
datasources:
  one: {url: "jdbc:postgresql://host:5432/db?user=kestra&password=hush&ssl=true"}
  other: {url: "postgresql://kestra:hu@sh@host/db"}
kestra: {url: "http://host:8080/"}
`);

  expect(parse(effectiveYaml(configuration))).toMatchObject({
    datasources: {
      one: { url: 'jdbc:postgresql://host:5432/db?user=kestra&password=******&ssl=true' },
      other: { url: 'postgresql://kestra:******@host/db' },
    },
    kestra: { url: 'http://host:8080/' },
  });
});

test('a file named on the command line that is not there is told by its path', () => {
  const { skipped } = loadConfiguration({
    env: {},
    workingDirectory: folder,
    homeDirectory: folder,
    file: 'absent.yml',
  });

  expect(skipped).toEqual([`Configuration file '${join(folder, 'absent.yml')}' does not exist and is skipped`]);
});

test('both tenancy switches off leave no tenant', () => {
  const { configuration } = load(
    'kestra: {ee: {tenants: {enabled: false, defaultTenant: false}}, repository: {type: h2}, queue: {type: h2}, storage: {type: local, local: {base-path: x}}}',
  );

  expect(checkConfiguration(configuration)).toEqual([
    expect.stringContaining('an instance needs at least one reachable tenant'),
  ]);
});

test('a misspelt service that is to be denied is told, with those that there are', () => {
  const { configuration } = load(
    'kestra: {secret: {isolation: {enabled: true, denied-services: [webserver, wroker]}}, repository: {type: h2}, queue: {type: h2}, storage: {type: local, local: {base-path: x}}}',
  );

  expect(instanceIsolation(configuration).secret).toEqual(['WEBSERVER', 'WROKER']);
  expect(checkConfiguration(configuration)).toEqual([
    expect.stringMatching(/^kestra\.secret\.isolation\.denied-services: 'WROKER' is unknown; known are .*WORKER/),
  ]);
});

test('every required key that is missing is told', () => {
  expect(checkConfiguration(load('').configuration)).toEqual([
    "Server configuration requires the 'kestra.queue.type' property to be defined.",
    "Server configuration requires the 'kestra.repository.type' property to be defined.",
    "Server configuration requires the 'kestra.storage.type' property to be defined.",
  ]);
});

test('flows see prefixed variables, but never one that is configuration or redacted', () => {
  const env = {
    ENV_A: '1',
    KESTRA_A: '2',
    KESTRA_B: '3',
    KESTRA_URL: 'x',
    KESTRA_CONFIGURATION: '',
    KESTRA_STORAGE_S3_SECRET__KEY: 's',
    PATH: 'p',
  };
  const { configuration } = load('');

  expect(flowEnvironment(configuration, env)).toEqual({ a: '1', b: '3' });
});

test('plugin defaults of the instance name a type and map its values', () => {
  const good = load(
    'kestra: {plugins: {defaults: [{type: some.Task, values: {maxRows: 5}}, {type: some, forced: true, values: {}}]}}',
  ).configuration;
  const wrong = load(
    'kestra: {plugins: {defaults: [{values: [1]}, {type: some.Task, values: {}, forced: perhaps}]}}',
  ).configuration;

  expect(instanceDefaults(good)).toEqual([
    { type: 'some.Task', forced: false, values: { maxRows: 5 } },
    { type: 'some', forced: true, values: {} },
  ]);
  expect(checkConfiguration(wrong).filter((problem) => problem.startsWith('kestra.plugins'))).toEqual([
    'kestra.plugins.defaults[0].type: the name of a type is expected',
    'kestra.plugins.defaults[0].values: a map of properties is expected',
    'kestra.plugins.defaults[1].forced: true or false is expected',
  ]);
});

test('types that are allowed are named by whole regular expressions, and what is none is refused', () => {
  const wrong = load("kestra: {plugins: {security: {includes: ['io\\..*'], excludes: ['(']}}}").configuration;

  expect(checkConfiguration(wrong).filter((problem) => problem.startsWith('kestra.plugins'))).toEqual([
    "kestra.plugins.security.excludes: '(' is no regular expression",
  ]);
});
