/** Run by `npm run check` after a UI build: what a browser loads first stays within `apps/ui/budget.json`. */
import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = 'apps/ui/dist';
const { firstPageGzipBytes } = JSON.parse(readFileSync('apps/ui/budget.json', 'utf8')) as {
  firstPageGzipBytes: number;
};

// What index.html names stands between the click and the first picture.
const index = readFileSync(`${folder}/index.html`, 'utf8');
const first = globSync(`${folder}/assets/**/*.{js,css}`).filter((file) =>
  index.includes(file.slice(file.lastIndexOf('/') + 1)),
);
const sizeBytes = first.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);

console.log(
  `The first page takes ${Math.round(sizeBytes / 1000)} kB (gzip) of ${Math.round(firstPageGzipBytes / 1000)} kB`,
);
process.exitCode = sizeBytes <= firstPageGzipBytes ? 0 : 1;
