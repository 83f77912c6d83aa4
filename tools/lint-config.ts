/** The oxlint configuration, made from the layer table; `check-layers` keeps `.oxlintrc.json` in step with it. */
import { layerRule, layers, testFiles, testOnlyPackages, type Layer } from './layers.ts';

export function lintConfig(): unknown {
  return {
    $schema: './node_modules/oxlint/configuration_schema.json',
    plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'react', 'jsx-a11y'],
    categories: { correctness: 'error' },
    options: { typeAware: true },
    env: { node: true, es2024: true },
    ignorePatterns: ['**/dist/**', '**/node_modules/**', 'data/**'],
    rules: {
      'eslint/no-console': 'error',
      'eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      'import/no-cycle': 'error',
      'import/no-default-export': 'error',
      'promise/no-multiple-resolved': 'error',
      'typescript/await-thenable': 'error',
      'typescript/consistent-type-imports': 'error',
      'typescript/no-explicit-any': 'error',
      'typescript/no-floating-promises': 'error',
      'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'typescript/only-throw-error': 'error',
      'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Matching control characters is what a validator of untrusted text does.
      'eslint/no-control-regex': 'off',
      // What is handed around are objects of closures; classes have private fields and say so when they are misused.
      'typescript/unbound-method': 'off',
      // `then` is a word of the flow language.
      'unicorn/no-thenable': 'off',
      // A copy is what makes it safe to change a map while its values are visited.
      'unicorn/no-useless-spread': 'off',
    },
    overrides: [
      ...layers.map(layerOverride),
      { files: [...testFiles], rules: { 'eslint/no-restricted-imports': 'off' } },
      { files: ['tools/**', 'bench/**', 'apps/cli/bin/**'], rules: { 'eslint/no-console': 'off' } },
      // Their tools ask for a default export.
      { files: ['**/*.config.ts', 'tools/count-reporter.ts'], rules: { 'import/no-default-export': 'off' } },
    ],
  };
}

const connecting = [
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
  'node:dns',
  'undici',
];
const offlineMessage = 'Servers are reached through the `http` of the context, which checks addresses.';

const firstKeyMessage = 'The default tenant may have another key by now: ask `tenantKeys` of the store.';

function layerOverride(layer: Layer): unknown {
  const message = `${layerRule(layer)} (tools/layers.ts).`;
  const paths = [{ name: '@windhover/model', importNames: ['defaultTenantKey'], message: firstKeyMessage }];
  const patterns = [
    ...(layer.mayImport === 'everything'
      ? []
      : [{ group: ['@windhover/*', ...layer.mayImport.map((name) => `!@windhover/${name}`)], message }]),
    ...testOnlyPackages.map((name) => ({ group: [`@windhover/${name}`], message: 'Only tests import it.' })),
    ...(layer.pure === true ? [{ group: ['node:*'], message }] : []),
    ...(layer.offline === true ? [{ group: [...connecting], message: offlineMessage }] : []),
  ];
  return {
    files: [`${layer.folder}/**/*.{ts,tsx}`],
    rules: {
      'eslint/no-restricted-imports': ['error', { paths, patterns }],
      ...(layer.offline === true && {
        'eslint/no-restricted-globals': [
          'error',
          ...['fetch', 'WebSocket'].map((name) => ({ name, message: offlineMessage })),
        ],
      }),
    },
  };
}
