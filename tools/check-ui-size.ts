/** Run by `npm run check` after a UI build: what a browser loads first stays within the budget, gzip-compressed. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgetsKb = {
  /** Scripts and styles that `index.html` names: they stand between the click and the first picture. */
  first: 220,
  /** Any single script that is loaded later. */
  chunk: 220,
};
const folder = 'apps/ui/dist';

if (!existsSync(`${folder}/index.html`)) {
  console.log(`${folder} is not built: no sizes to check`);
} else {
  const index = readFileSync(`${folder}/index.html`, 'utf8');
  const assets = globSync(`${folder}/**/*.{js,css}`);
  const isFirst = (file: string): boolean => index.includes(file.slice(file.lastIndexOf('/') + 1));
  const firstKb = assets.filter(isFirst).reduce((sum, file) => sum + sizeKb(file), 0);
  const over = assets.filter((file) => !isFirst(file) && sizeKb(file) > budgetsKb.chunk);
  console.log(`UI: ${firstKb.toFixed(0)} kB before the first picture (budget ${budgetsKb.first} kB)`);
  for (const file of over) console.error(`${file}: ${sizeKb(file).toFixed(0)} kB (budget ${budgetsKb.chunk} kB)`);
  process.exitCode = over.length > 0 || firstKb > budgetsKb.first ? 1 : 0;
}

function sizeKb(file: string): number {
  return gzipSync(readFileSync(file)).length / 1000;
}
