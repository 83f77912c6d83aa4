/**
 * Run by `npm run check`: links between documents lead somewhere, and generated parts are what the code says (`--write`
 * renews them).
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedParts, type GeneratedPart } from './generated-docs.ts';

const problems = [...generatedParts().flatMap(checkPart), ...documents().flatMap(checkLinks)];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function documents(): string[] {
  return globSync(['*.md', 'docs/**/*.md', 'changes/*.md', 'examples/**/*.md', 'bench/**/*.md']);
}

function checkPart({ file, name, text }: GeneratedPart): string[] {
  const start = `<!-- generated: ${name} -->\n`;
  const end = '\n<!-- end -->';
  const document = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const from = document.indexOf(start) + start.length;
  const to = document.indexOf(end, from);
  if (from < start.length || to < 0) return [`${file}: there is no place '${start.trim()}' … '${end.trim()}'`];
  if (document.slice(from, to) === text) return [];
  if (!process.argv.includes('--write')) {
    return [`${file}: '${name}' is out of step with the code: run 'npm run docs'`];
  }
  writeFileSync(file, document.slice(0, from) + text + document.slice(to));
  return [];
}

function checkLinks(file: string): string[] {
  const text = readFileSync(file, 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(target)) return [`${file}: the link '${link}' leads nowhere`];
    if (anchor === undefined || !target.endsWith('.md')) return [];
    return anchorsOf(target).has(anchor) ? [] : [`${file}: '${path}' has no heading for '#${anchor}'`];
  });
}

function anchorsOf(file: string): ReadonlySet<string> {
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
