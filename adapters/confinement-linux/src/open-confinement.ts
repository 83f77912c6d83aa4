/** Chooses how programs are confined here, once for each kind of network, when it is first asked for. */
import type { Confinements, ScriptNetwork, TenantKey } from '@windhover/model';
import { boundsOf, type Bounds } from './bounds.ts';
import { openDoors, type Doors, type ServeProxy } from './filtered-network.ts';
import { findBackend, type Backend, type BackendChoice } from './find-backend.ts';
import { onceItWorks } from './once-it-works.ts';
import { plainProcesses } from './plain-processes.ts';
import { readySandbox, type ReadySandbox } from './ready-sandbox.ts';
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
  /** Of each run in a sandbox. */
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
  /** Why there is no sandbox, or what it does not keep. */
  readonly reasons: readonly string[];
}

export interface OpenConfinement extends Confinements {
  report(): Promise<ConfinementReport>;
  close(): Promise<void>;
}

export class NoSandbox extends Error {
  constructor(reasons: readonly string[]) {
    super(
      `this server runs scripts in a sandbox only and cannot make one (${reasons.join('; ')}): install bubblewrap on it, or set kestra.tasks.isolation: none to run scripts as plain processes of its user`,
    );
    this.name = 'NoSandbox';
  }
}

/** Plain processes have the server's network. */
export class NoNetwork extends Error {
  constructor(network: ScriptNetwork, reasons: readonly string[]) {
    const because = reasons.length === 0 ? 'kestra.tasks.isolation is none' : reasons.join('; ');
    super(
      `scripts of this tenant have the network '${network}', which takes a sandbox, and this server makes none (${because})`,
    );
    this.name = 'NoNetwork';
  }
}

interface Choice extends Pick<ConfinementReport, 'isolation' | 'reasons'> {
  readonly sandbox?: ReadySandbox;
}

const temporaryBytes = 256 * 1024 ** 2;

export function openConfinement(options: ConfinementOptions): OpenConfinement {
  const { networks } = options;
  const parts = partsOf(options);
  // A machine may be able to make the one kind and not the other
  const [sharing, apart] = [true, false].map((sharesNetwork) =>
    onceItWorks(() => choose(options, parts, sharesNetwork)),
  );
  const choiceFor = (network: ScriptNetwork): Promise<Choice> => (network === 'open' ? sharing! : apart!)();
  return {
    async report() {
      const { isolation, sandbox, reasons } = await choiceFor(networks.usual);
      return { isolation, network: sandbox === undefined ? 'open' : networks.usual, reasons };
    },
    of: (tenantKey) => ({
      async confine(program) {
        const own = await networks.of(tenantKey);
        const network = own ?? networks.usual;
        const { isolation, sandbox, reasons } = await choiceFor(network);
        if (isolation === 'missing') throw new NoSandbox(reasons);
        if (sandbox !== undefined) return sandbox.confine(program, network === 'filtered' ? tenantKey : undefined);
        if (own !== undefined && own !== 'open') throw new NoNetwork(own, reasons);
        return plainProcesses.confine(program);
      },
    }),
    close: () => parts.close(),
  };
}

/** What sandboxes share, with whatever network. */
interface Parts {
  layout(): Promise<readonly Place[]>;
  bounds(): Promise<Bounds>;
  doors(): Promise<Doors>;
  close(): Promise<void>;
}

function partsOf(options: ConfinementOptions): Parts {
  const { ownFolder, networks, limits } = options;
  let opened: Doors | undefined;
  return {
    layout: onceItWorks(async () => sandboxLayout({ ...options, standIns: await writeStandIns(ownFolder) })),
    bounds: onceItWorks(() => boundsOf(limits)),
    doors: onceItWorks(async () => (opened = await openDoors(ownFolder, networks.serveProxy))),
    close: async () => opened?.close(),
  };
}

async function choose(options: ConfinementOptions, parts: Parts, sharesNetwork: boolean): Promise<Choice> {
  const { isolation } = options;
  if (isolation === 'none') return { isolation, reasons: [] };
  const sample = { layout: await parts.layout(), sharesNetwork, temporaryBytes };
  const found = await findBackend(options, sample);
  if (!('sandbox' in found)) return { isolation: isolation === 'auto' ? 'none' : 'missing', ...found };
  const { unbounded, ...bounds } = await parts.bounds();
  const doors = sharesNetwork ? undefined : await parts.doors();
  return {
    isolation: found.backend,
    reasons: [...found.reasons, ...(unbounded === undefined ? [] : [unbounded])],
    sandbox: readySandbox({ ...bounds, ...found, ...sample, doors }),
  };
}
