/**
 * Which part may import which: the table that `docs/architecture.md` explains. Lint rules (`.oxlintrc.json`) and
 * `check-layers` are made from it; change it first, then run `node tools/check-layers.ts --write`.
 */

export interface Layer {
  /** Folder pattern from the root of the repository; `*` stands for one name. */
  readonly folder: string;
  /** Names of our packages without the scope; `everything` lifts the rule. */
  readonly mayImport: readonly string[] | 'everything';
  /** Whether `node:*` is out of bounds: the part must stay free of I/O. */
  readonly pure?: boolean;
  /** Whether connections of its own are out of bounds: there is one client for servers outside, which checks addresses. */
  readonly offline?: boolean;
}

export const layers: readonly Layer[] = [
  { folder: 'packages/expressions', mayImport: [] },
  { folder: 'packages/model', mayImport: ['expressions'] },
  { folder: 'packages/engine', mayImport: ['expressions', 'model'], pure: true },
  { folder: 'packages/ports', mayImport: ['model'] },
  { folder: 'packages/plugin-sdk', mayImport: ['expressions', 'model'] },
  { folder: 'packages/contract', mayImport: ['model'], pure: true },
  { folder: 'packages/sql', mayImport: ['model', 'ports'], pure: true },
  { folder: 'adapters/*', mayImport: ['model', 'ports', 'sql'] },
  { folder: 'plugins/*', mayImport: ['plugin-sdk'], offline: true },
  { folder: 'packages/services', mayImport: ['engine', 'expressions', 'model', 'ports'] },
  {
    folder: 'packages/runtime',
    mayImport: ['engine', 'expressions', 'model', 'plugin-sdk', 'ports', 'services'],
  },
  { folder: 'packages/server', mayImport: ['contract', 'model', 'runtime', 'services'] },
  { folder: 'apps/ui', mayImport: ['contract', 'expressions', 'model'] },
  { folder: 'apps/cli', mayImport: 'everything' },
  { folder: 'packages/testing', mayImport: 'everything' },
];

/** Packages that only tests and benchmarks may import. */
export const testOnlyPackages: readonly string[] = ['testing'];

/** Files that are tests, or exist for tests alone: they may import everything. */
export const testFiles: readonly string[] = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/src/test-*.ts',
  '**/src/testing/**',
  'packages/ports/src/contract-tests/**',
  'packages/ports/src/contract-tests.ts',
  'packages/testing/**',
  'tests/**',
  'bench/**',
];

/** What is published on its own; built by `npm run build`, checked by publint. */
export const publishedPackages: readonly string[] = ['expressions', 'model', 'contract', 'plugin-sdk'];

/** The rule in words, for messages. */
export function layerRule(layer: Layer): string {
  if (layer.mayImport === 'everything') return `${layer.folder} may import everything`;
  const parts = layer.mayImport.length === 0 ? 'nothing of ours' : layer.mayImport.join(', ');
  return `${layer.folder} may import ${parts}${layer.pure === true ? '; never node:*' : ''}`;
}
