// Installs what the tests of the browser, of PostgreSQL, of sandboxes and of releases need from Debian, and what those of S3 need with
// Go, where it is missing. Run: before `npm test`.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = [
  { name: 'chromium', isThere: () => existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium') },
  { name: 'postgresql', isThere: () => existsSync('/usr/lib/postgresql') },
  { name: 'bubblewrap', isThere: () => existsSync('/usr/bin/bwrap') },
  { name: 'openssh-client', isThere: () => existsSync('/usr/bin/ssh-keygen') },
  { name: 'pgbouncer', isThere: () => existsSync(process.env['PGBOUNCER'] ?? '/usr/sbin/pgbouncer') },
];

const missing = needed.filter(({ isThere }) => !isThere()).map(({ name }) => name);
if (missing.length > 0) install(missing);
installS3();

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

/** A server that speaks S3's API, in the folder where the tests look for it. */
function installS3(): void {
  const program = fileURLToPath(new URL('../.cache/bin/gofakes3', import.meta.url));
  if (existsSync(program)) return;
  const env = { ...process.env, GOBIN: dirname(program) };
  try {
    const source = 'github.com/johannesboyne/gofakes3/cmd/gofakes3@v1.2.0';
    execFileSync('go', ['install', source], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (cause) {
    process.stderr.write(`Could not install gofakes3 with Go: ${(cause as Error).message}\n`);
  }
}
