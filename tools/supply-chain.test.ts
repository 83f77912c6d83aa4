/** What a release is made of: pinned, hashed, few, under licences that allow it, and installed without running anything. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeBill, type BillComponent } from './write-sbom.ts';

interface Manifest {
  readonly name?: string;
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Locked extends Manifest {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const { packages } = read<{ packages: Readonly<Record<string, Locked>> }>('package-lock.json');
const ours = ['package.json', ...globSync('{packages,adapters,plugins,apps}/*/package.json')];
const foreign = Object.entries(packages).filter(
  ([place, { link }]) => place.includes('node_modules/') && link !== true,
);
/** In the server itself, beside what only builds and tests it. */
const shipped = foreign.filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);

/** Allow use and distribution with a work under Apache-2.0; MPL and EPL bind changes of their own files alone, and we make none. */
const licences = new Set(
  'MIT ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD BlueOak-1.0.0 Unlicense CC0-1.0 Zlib Python-2.0 PSF-2.0 MPL-2.0 EPL-2.0 MIT-0 CC-BY-3.0'.split(
    ' ',
  ),
);

describe('dependencies', () => {
  test.each(ours)('%s names each by one version', (file) => {
    const { dependencies, devDependencies, optionalDependencies } = read<Manifest>(file);
    const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))).toEqual([]);
  });

  test('are locked by their hash, and come from the registry alone', () => {
    // Packages of other systems that this registry does not carry are locked by their version
    const unhashed = foreign.filter(([, { integrity, optional }]) => integrity === undefined && optional !== true);
    const elsewhere = foreign.filter(([, { resolved }]) => resolved !== undefined);

    expect(foreign.length).toBeGreaterThan(100);
    expect(unhashed.map(([place]) => place)).toEqual([]);
    expect(foreign.filter(([, { integrity }]) => integrity !== undefined && !integrity.startsWith('sha512-'))).toEqual(
      [],
    );
    expect(elsewhere).toEqual([]);
  });

  test('of the server are under licences that allow it', () => {
    const others = shipped.flatMap(([place, locked]) => {
      const file = `${place}/package.json`;
      const licence = locked.license ?? (existsSync(file) ? read<Manifest>(file).license : undefined);
      if (licence === undefined && locked.optional === true) return []; // for another system than this one
      const choices = (licence ?? 'none').replaceAll(/[()]/g, '').split(' OR ');
      return choices.some((choice) => choice.split(' AND ').every((name) => licences.has(name)))
        ? []
        : [`${place}: ${licence}`];
    });

    expect(others).toEqual([]);
  });

  test('run nothing when they are installed', () => {
    const settings = readFileSync('.npmrc', 'utf8').split('\n');
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];

    expect(settings).toContain('ignore-scripts=true');
    expect(ours.filter((file) => hooks.some((hook) => read<Manifest>(file).scripts?.[hook] !== undefined))).toEqual([]);
  });
});

test('the bill of materials names all that is locked by its hash, what is shipped as required, and is the same each time', () => {
  const bill = makeBill();

  const { name, version } = read<{ name: string; version: string }>('package.json');
  expect([bill.bomFormat, bill.metadata.component]).toEqual(['CycloneDX', expect.objectContaining({ name, version })]);
  const refs = Map.groupBy(bill.components, (component) => component['bom-ref'].split('|')[0]!);
  const named = ([place, locked]: [string, Locked]) => `${place.split('node_modules/').at(-1)!}@${locked.version}`;
  expect(foreign.map(named).filter((ref) => !refs.has(ref))).toEqual([]);
  const required = shipped.filter(([, { optional }]) => optional !== true).map(named);
  expect(required.length).toBeGreaterThan(100);
  const isBilled = ({ scope, hashes }: BillComponent) => scope === 'required' && hashes?.[0]?.alg === 'SHA-512';
  expect(required.filter((ref) => refs.get(ref)?.some(isBilled) !== true)).toEqual([]);
  expect(makeBill()).toEqual(bill);
});

test('reports have a private channel, an answer in days, and a page that tells what they may be about', () => {
  const policy = readFileSync('SECURITY.md', 'utf8').replaceAll('\n', ' ');

  expect(policy).toMatch(/report a vulnerability privately/i);
  expect(policy).toMatch(/not in a public issue/);
  expect(policy).toMatch(/within (one|two|three|five|\d+) working days/);
  expect(policy).toContain('(docs/manual/security.md)');
});
