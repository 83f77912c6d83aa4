/**
 * Run after every `npm install`: adds the optional platform packages that a registry does not carry and npm therefore
 * leaves out of the lockfile, without which `npm ci` calls it out of sync. With `--check` (part of `npm run check`)
 * nothing is written, and a missing entry or a `resolved` line with an address ends in exit code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'package-lock.json';
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = complete(lock);
const addressed = Object.entries(lock.packages).filter(([, pkg]) => /^https?:/.test(pkg.resolved ?? ''));

if (process.argv.includes('--check')) {
  for (const name of added) console.error(`${file}: '${name}' is missing: run 'node tools/complete-lockfile.mjs'`);
  for (const [name] of addressed) {
    console.error(`${file}: '${name}' is tied to an address: install with 'omit-lockfile-registry-resolved=true'`);
  }
  process.exitCode = added.length + addressed.length === 0 ? 0 : 1;
} else if (added.length > 0) {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${file}: added ${added.length} optional package(s)`);
}

function complete({ packages }) {
  const missing = [];
  for (const [parent, pkg] of Object.entries({ ...packages })) {
    for (const [name, range] of Object.entries(pkg.optionalDependencies ?? {})) {
      const place = `node_modules/${name}`;
      if (packages[place] !== undefined || packages[`${parent}/${place}`] !== undefined) continue;
      packages[place] = entry(name, range, pkg.dev);
      missing.push(name);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return missing;
}

function entry(name, range, dev) {
  const words = name.split(/[/-]/).map((word) => (word === 'eabi' ? 'arm' : word));
  const os = systems.filter((it) => words.includes(it));
  const cpu = processors.filter((it) => words.includes(it));
  return {
    version: range.replace(/^[~^]/, ''),
    ...(dev && { dev }),
    optional: true,
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu }),
  };
}
