/** The works of others inside what is built: which packages, and the licences that want to be passed on with them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Its licence and notices, as its authors ship them; empty where they ship none. */
  readonly texts: readonly string[];
}

const licenceFile = /^(licen[cs]e|copying|notice)/i;

/** Sorted by name and version. `moduleIds` are what a bundler names: paths, some with a question behind them. */
export function thirdPartiesOf(moduleIds: Iterable<string>): readonly ThirdParty[] {
  const folders = new Set([...moduleIds].flatMap((id) => packageFolder(id) ?? []));
  const byRef = new Map([...folders].map(readThirdParty).map((found) => [refOf(found), found]));
  return [...byRef].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

/** For `THIRD-PARTY-LICENSES.txt`. */
export function licencesText(parties: readonly ThirdParty[]): string {
  const rule = '-'.repeat(100);
  const parts = parties.map((party) => [`${refOf(party)} (${party.licence})`, ...party.texts].join('\n\n'));
  return `What Windhover contains of others, unmodified.\n\n${parts.map((part) => `${rule}\n${part}\n`).join('\n')}`;
}

function refOf({ name, version }: ThirdParty): string {
  return `${name}@${version}`;
}

/** Undefined for a module of our own, and for what the bundler puts in itself. */
function packageFolder(moduleId: string): string | undefined {
  return /^\/.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(moduleId)?.[0];
}

function readThirdParty(folder: string): ThirdParty {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const files = readdirSync(folder).filter((name) => licenceFile.test(name) && existsSync(join(folder, name)));
  return {
    name: manifest.name,
    version: manifest.version,
    licence: manifest.license ?? 'licence as below',
    texts: files.toSorted().map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim()),
  };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}
