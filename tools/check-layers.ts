/**
 * Run by `npm run check`: every import and every dependency of ours obeys the table in `layers.ts`, every import of a
 * package of ours is a dependency in package.json, and `.oxlintrc.json` is what the table says (`--write` renews it).
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { matchesGlob, relative } from 'node:path';
import { layerRule, layers, testFiles, type Layer } from './layers.ts';
import { lintConfig } from './lint-config.ts';

const lintFile = '.oxlintrc.json';
const importPattern = /(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm;

const problems = [...checkLintConfig(), ...layers.flatMap(checkLayer)];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function checkLintConfig(): string[] {
  const wanted = `${JSON.stringify(lintConfig(), null, 2)}\n`;
  if (process.argv.includes('--write')) writeFileSync(lintFile, wanted);
  const found = JSON.stringify(JSON.parse(readFileSync(lintFile, 'utf8')));
  if (found === JSON.stringify(lintConfig())) return [];
  return [`${lintFile} is out of step with tools/lint-config.ts: run 'node tools/check-layers.ts --write'`];
}

function checkLayer(layer: Layer): string[] {
  return globSync(layer.folder).flatMap((folder) => {
    const manifest = `${folder}/package.json`;
    if (!existsSync(manifest)) return [];
    const dependencies = ourDependencies(manifest);
    return [
      ...dependencies
        .filter((name) => !isAllowed(layer, name))
        .map((name) => `${manifest}: '${name}' is against the rule: ${layerRule(layer)}`),
      ...sourceFiles(folder).flatMap((file) => checkFile(layer, file, dependencies)),
    ];
  });
}

function checkFile(layer: Layer, file: string, dependencies: readonly string[]): string[] {
  const isTest = testFiles.some((pattern) => matchesGlob(file, pattern));
  const imports = [...readFileSync(file, 'utf8').matchAll(importPattern)].map((match) => match[1] ?? '');
  return imports.flatMap((name) => {
    if (layer.pure === true && name.startsWith('node:') && !isTest) return [`${file}: '${name}': ${layerRule(layer)}`];
    if (!name.startsWith('@windhover/')) return [];
    const ours = name.split('/')[1] ?? '';
    if (isTest) return [];
    if (!isAllowed(layer, ours)) return [`${file}: '${name}' is against the rule: ${layerRule(layer)}`];
    return dependencies.includes(ours) ? [] : [`${file}: '${name}' is not a dependency of its package`];
  });
}

function isAllowed(layer: Layer, name: string): boolean {
  return layer.mayImport === 'everything' || layer.mayImport.includes(name);
}

function ourDependencies(manifest: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> };
  return Object.keys(dependencies)
    .filter((name) => name.startsWith('@windhover/'))
    .map((name) => name.slice('@windhover/'.length));
}

function sourceFiles(folder: string): string[] {
  return globSync(`${folder}/{src,migrations}/**/*.{ts,tsx}`, { exclude: ['**/node_modules/**', '**/dist/**'] }).map(
    (file) => relative('.', file),
  );
}
