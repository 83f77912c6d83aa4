import { readdirSync, readFileSync } from 'node:fs';
import { createCatalog, parseFlow } from '@windhover/model';
import { corePlugins } from '@windhover/plugin-core';
import { httpTasks, httpTriggers } from '@windhover/plugin-http';
import { scriptPlugins } from '@windhover/plugin-script';
import { describeTask, describeTrigger } from '@windhover/plugin-sdk';
import { expect, test } from 'vitest';

const catalog = createCatalog([
  ...[...corePlugins, ...httpTasks, ...scriptPlugins].map(describeTask),
  ...httpTriggers.map(describeTrigger),
]);
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));

test.each(files)('%s is valid, without a warning', (name) => {
  const { flow, problems } = parseFlow(readFileSync(`${import.meta.dirname}/${name}`, 'utf8'), catalog);

  expect(problems).toEqual([]);
  expect(`${flow?.id}.yaml`).toBe(name);
  expect(flow?.description).toMatch(/^## .+\n/);
});

test('the list in the README is complete', () => {
  const readme = readFileSync(`${import.meta.dirname}/README.md`, 'utf8');

  expect(files.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
