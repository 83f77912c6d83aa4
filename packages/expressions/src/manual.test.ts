import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { foreignFunctionNames } from './catalogue/foreign-functions.ts';
import { filterNames, functionNames, render, tagNames, testNames } from './index.ts';
import type { MemoryServices } from './render/memory-services.ts';

const page = readFileSync(new URL('../../../docs/manual/expressions.md', import.meta.url), 'utf8');

function blocks(kind: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)\\n\`\`\`$`, 'gm'))].map((match) => match[1] ?? '');
}

const variables = JSON.parse(blocks('json variables')[0] ?? '{}') as Record<string, unknown>;
const stubs = JSON.parse(blocks('json services')[0] ?? '{}') as MemoryServices;
const examples = blocks('template').map((block) => {
  const [template = '', wanted = ''] = block.split('\n=> ');
  return { template, wanted };
});

test.each(examples)('the manual is right about $template', async ({ template, wanted }) => {
  const options = { stubs, timeZone: 'UTC' };
  if (wanted.startsWith('error: ')) {
    await expect(render(template, variables, options)).rejects.toThrow(wanted.slice('error: '.length));
    return;
  }
  const result = await render(template, variables, options);
  const pattern = /^\/(.*)\/$/s.exec(wanted)?.[1];

  if (pattern === undefined) expect(result.replace(/\n$/, '')).toBe(wanted.replace(/\n$/, ''));
  else expect(result).toMatch(new RegExp(pattern));
});

test.each([
  ...filterNames.map((name) => ['Filters', name]),
  ...functionNames.map((name) => ['Functions', name]),
  ...testNames.map((name) => ['Tests', name]),
  ...tagNames.map((name) => ['Tags', name]),
])('the manual has an entry under %s for %s', (chapter, name) => {
  const start = page.indexOf(`\n## ${chapter}\n`);
  const rest = page.slice(start + 4);
  const isLast = chapter === 'Functions';
  const text = isLast ? rest : rest.slice(0, rest.indexOf('\n## '));

  expect(text).toMatch(new RegExp(`^### \`${name}\\b`, 'm'));
});

test.each(foreignFunctionNames)('the manual says what stands in for %s', (name) => {
  const chapter = page.slice(page.indexOf('\n### Not available\n'));

  expect(chapter).toMatch(new RegExp(`^\\| \`${name}\`\\s+\\| \\S`, 'm'));
});
