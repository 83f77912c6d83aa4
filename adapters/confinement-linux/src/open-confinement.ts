/** Chooses how programs are confined here, once for each kind of network, when it is first asked for. */
import type { Confinements, ScriptNetwork, TenantKey } from '@windhover/model';
import { boundedProcesses } from './bounded-processes.ts';
import { boundsOf, type Bounds } from './bounds.ts';
import { openDoors, type Doors, type ServeProxy } from './filtered-network.ts';
import { findBackend, type Backend, type BackendChoice } from './find-backend.ts';
import { NoNetwork, NoSandbox } from './no-sandbox.ts';
import { onceItWorks } from './once-it-works.ts';
import { readySandbox, type ReadySandbox } from './ready-sandbox.ts';
import { refuseNul } from './refuse-nul.ts';
import type { RunLimits } from './run-limits.ts';
import { sandboxLayout, type Place } from './sandbox-layout.ts';
import { writeStandIns } from './stand-ins.ts';

export interface ConfinementOptions extends BackendChoice {
  /** `sandbox`: nothing runs without one; `auto`: plain processes where there is none; `none`: plain processes. */
  readonly isolation: 'sandbox' | 'auto' | 'none';
  readonly networks: Networks;
  readonly readOnlyPaths: readonly string[];
  readonly hiddenPaths: readonly string[];
  /** For files that sandboxes share; made here. */
  readonly ownFolder: string;
  /** Of each run. */
  readonly limits: RunLimits;
}

export interface Networks {
  /** Of tenants that have none of their own. */
  readonly usual: ScriptNetwork;
  /** A tenant's own, asked for at each run; undefined: the usual one. */
  of(tenantKey: TenantKey): Promise<ScriptNetwork | undefined>;
  readonly serveProxy: ServeProxy;
}

/** `missing`: a sandbox is demanded and there is none, so that no program is started. */
export type Isolation = Backend | 'none' | 'missing';

export interface ConfinementReport {
  readonly isolation: Isolation;
  /** Of tenants that have none of their own. */
  readonly network: ScriptNetwork;
  /** Why there is no sandbox. */
  readonly reasons: readonly string[];
  /** What is not kept, of the sandbox or of the limits of runs. */
  readonly gaps: readonly string[];
}

export interface OpenConfinement extends Confinements {
  report(): Promise<ConfinementReport>;
  close(): Promise<void>;
}

interface Choice extends Omit<ConfinementReport, 'network'> {
  readonly sandbox?: ReadySandbox;
}

const temporaryBytes = 256 * 1024 ** 2;

export function openConfinement(options: ConfinementOptions): OpenConfinement {
  const { networks } = options;
  const parts = partsOf(options);
  // A machine may be able to make the one kind and not the other
  const sharing = onceItWorks(() => choose(options, parts, true));
  const apart = onceItWorks(() => choose(options, parts, false));
  const choiceFor = (network: ScriptNetwork): Promise<Choice> => (network === 'open' ? sharing() : apart());
  return {
    async report() {
      const { sandbox, ...choice } = await choiceFor(networks.usual);
      return { ...choice, network: sandbox === undefined ? 'open' : networks.usual };
    },
    of: (tenantKey) => ({
      async confine(program) {
        refuseNul(program);
        const own = await networks.of(tenantKey);
        const network = own ?? networks.usual;
        const { isolation, sandbox, reasons } = await choiceFor(network);
        if (isolation === 'missing') throw new NoSandbox(reasons);
        if (sandbox !== undefined) return sandbox.confine(program, network === 'filtered' ? tenantKey : undefined);
        if (own !== undefined && own !== 'open') throw new NoNetwork(own, reasons);
        return boundedProcesses(await parts.bounds(false)).confine(program);
      },
    }),
    close: () => parts.close(),
  };
}

/** What runs share, with whatever network. */
interface Parts {
  layout(): Promise<readonly Place[]>;
  bounds(ofSandboxes: boolean): Promise<Bounds>;
  doors(): Promise<Doors>;
  close(): Promise<void>;
}

function partsOf(options: ConfinementOptions): Parts {
  const { ownFolder, networks, limits } = options;
  let opened: Doors | undefined;
  const inSandboxes = onceItWorks(() => boundsOf(limits, true));
  const outside = onceItWorks(() => boundsOf(limits, false));
  return {
    layout: onceItWorks(async () => sandboxLayout({ ...options, standIns: await writeStandIns(ownFolder) })),
    bounds: (ofSandboxes) => (ofSandboxes ? inSandboxes() : outside()),
    doors: onceItWorks(async () => (opened = await openDoors(ownFolder, networks.serveProxy))),
    close: async () => opened?.close(),
  };
}

async function choose(options: ConfinementOptions, parts: Parts, sharesNetwork: boolean): Promise<Choice> {
  const { isolation } = options;
  if (isolation === 'none') return plain(parts, []);
  const sample = { layout: await parts.layout(), sharesNetwork, temporaryBytes };
  const found = await findBackend(options, sample);
  if (!('sandbox' in found))
    return isolation === 'auto' ? plain(parts, found.reasons) : { isolation: 'missing', gaps: [], ...found };
  const bounds = await parts.bounds(true);
  const doors = sharesNetwork ? undefined : await parts.doors();
  const { backend, sandbox } = found;
  return {
    isolation: backend,
    reasons: [],
    gaps: [...found.gaps, ...gapsOf(bounds)],
    sandbox: readySandbox({ ...sample, sandbox, bounds, doors }),
  };
}

async function plain(parts: Parts, reasons: readonly string[]): Promise<Choice> {
  return { isolation: 'none', reasons, gaps: gapsOf(await parts.bounds(false)) };
}

function gapsOf({ unbounded }: Bounds): readonly string[] {
  return unbounded === undefined ? [] : [unbounded];
}
