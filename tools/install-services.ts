// Installs from Debian what the tests of the browser and of PostgreSQL need, where it is missing. Run: before `npm test`.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const needed = [
  { name: 'chromium', isThere: () => existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium') },
  { name: 'postgresql', isThere: () => existsSync('/usr/lib/postgresql') },
];

const missing = needed.filter(({ isThere }) => !isThere()).map(({ name }) => name);
if (missing.length > 0) install(missing);

/** As root, or through sudo without asking. The tests say what they miss when it does not succeed. */
function install(packages: readonly string[]): void {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const run = (...command: readonly string[]): void => {
    const [program, ...parameters] = [...prefix, ...command];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync(program!, parameters, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  try {
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages);
  } catch (cause) {
    process.stderr.write(`Could not install ${packages.join(' and ')} from Debian: ${(cause as Error).message}\n`);
  }
}
