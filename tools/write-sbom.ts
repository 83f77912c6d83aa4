/**
 * Writes the bill of materials of a release, `windhover.cdx.json` (CycloneDX), from the lockfile alone: what npm says, without
 * what differs between two runs and between folders. Run with `npm run sbom` at a release, and put the file beside it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly BillComponent[];
}

export interface BillComponent {
  /** Name and version; more may stand behind a `|`. */
  readonly 'bom-ref': string;
  readonly purl: string;
  /** `optional`: only builds and tests, or is for another system. */
  readonly scope: 'required' | 'optional';
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

const root = join(import.meta.dirname, '..');
const file = 'windhover.cdx.json';

if (import.meta.main) {
  const bill = makeBill();
  writeFileSync(join(root, file), `${JSON.stringify(bill, null, 2)}\n`);
  console.log(`Wrote ${bill.components.length} components to ${file}`);
}

/** Asks no network. Everything that is locked, with its hash; equal lockfiles give equal bills. */
export function makeBill(): Bill {
  // Whatever the settings of who runs it leave out: npm takes `NODE_ENV=production` for one, which builds of the UI set.
  const all = ['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`);
  const asked = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--offline', ...all];
  const text = execFileSync('npm', asked, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const {
    serialNumber: _number,
    metadata,
    ...bill
  } = JSON.parse(text) as Bill & {
    readonly serialNumber: string;
    readonly metadata: { readonly timestamp: string };
  };
  const { timestamp: _now, ...said } = metadata;
  const { name, packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  const shipped = shippedRefs(packages);
  return {
    ...bill,
    metadata: { ...said, component: { ...said.component, name } },
    components: bill.components.map((component) => (shipped.has(refOf(component)) ? asShipped(component) : component)),
  };
}

interface Lockfile {
  readonly name: string;
  readonly packages: Readonly<Record<string, Locked>>;
}

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

/** Of what is installed in several places npm tells one, which may be there for tests alone. */
function shippedRefs(packages: Lockfile['packages']): ReadonlySet<string> {
  const shipped = Object.entries(packages).filter(
    ([place, { dev, devOptional, optional }]) =>
      place.includes('node_modules/') && dev !== true && devOptional !== true && optional !== true,
  );
  return new Set(shipped.map(([place, { version }]) => `${place.split('node_modules/').at(-1)!}@${version}`));
}

function refOf(component: BillComponent): string {
  return component['bom-ref'].split('|')[0]!;
}

function asShipped(component: BillComponent): BillComponent {
  const properties = component.properties?.filter(({ name }) => name !== 'cdx:npm:package:development');
  return { ...component, scope: 'required', ...(properties === undefined ? {} : { properties }) };
}
