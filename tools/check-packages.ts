/** Run by `npm run check` after `npm run build`: publint over every package that is published on its own. */
import { spawnSync } from 'node:child_process';
import { publishedPackages } from './layers.ts';

const failed = publishedPackages.filter((name) => {
  const { status } = spawnSync('publint', ['--strict', `packages/${name}`], { stdio: 'inherit' });
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
