/**
 * `npm run advisories`, and CI before the tests: asks the registry whether holes are known in what is shipped, and fails when
 * there are. A registry that cannot be asked, such as a mirror of packages alone, is no reason to fail: the line says so.
 */
import { spawnSync } from 'node:child_process';
import { readAdvisories } from './advisories.ts';

const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=20000'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const advisories = readAdvisories(stdout);
switch (advisories.kind) {
  case 'unknown':
    console.log(`Advisories: nobody could be asked (${advisories.reason})`);
    break;
  case 'known':
    for (const hole of advisories.holes) console.error(hole);
    console.log(`Advisories: ${advisories.holes.length} known of what is shipped`);
    process.exitCode = advisories.holes.length === 0 ? 0 : 1;
}
