/** Chooses how programs are confined here, once, when it is first asked for. */
import type { Confinements } from '@windhover/model';
import { openControlGroups } from './control-groups.ts';
import { openDoors, type ServeProxy } from './filtered-network.ts';
import { findBackend, type Backend, type BackendChoice } from './find-backend.ts';
import { ownLimits } from './own-limits.ts';
import { plainProcesses } from './plain-processes.ts';
import { readySandbox, type ReadySandbox, type ReadySandboxOptions } from './ready-sandbox.ts';
import type { RunLimits } from './run-limits.ts';
import { sandboxLayout } from './sandbox-layout.ts';
import { writeStandIns } from './stand-ins.ts';

export interface ConfinementOptions extends BackendChoice {
  /** `sandbox`: nothing runs without one; `auto`: plain processes where there is none; `none`: plain processes. */
  readonly isolation: 'sandbox' | 'auto' | 'none';
  readonly network: Network;
  readonly readOnlyPaths: readonly string[];
  readonly hiddenPaths: readonly string[];
  /** For files that sandboxes share; made here. */
  readonly ownFolder: string;
  /** Of each run in a sandbox. */
  readonly limits: RunLimits;
}

/** Of sandboxes: the machine's, none but a loopback of their own, or beside that a proxy. */
export type Network =
  | { readonly kind: 'open' | 'none' }
  | { readonly kind: 'filtered'; readonly serveProxy: ServeProxy };

/** `missing`: a sandbox is demanded and there is none, so that no program is started. */
export type Isolation = Backend | 'none' | 'missing';

export interface ConfinementReport {
  readonly isolation: Isolation;
  readonly network: Network['kind'];
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

interface Choice extends ConfinementReport {
  readonly sandbox?: ReadySandbox;
}

const temporaryBytes = 256 * 1024 ** 2;

export function openConfinement(options: ConfinementOptions): OpenConfinement {
  let choice: Promise<Choice> | undefined;
  const chosen = (): Promise<Choice> =>
    (choice ??= choose(options).catch((error: unknown) => {
      choice = undefined;
      throw error;
    }));
  return {
    async report() {
      const { isolation, network, reasons } = await chosen();
      return { isolation, network, reasons };
    },
    of: (tenantKey) => ({
      async confine(program) {
        const { isolation, sandbox, reasons } = await chosen();
        if (isolation === 'missing') throw new NoSandbox(reasons);
        return sandbox === undefined ? plainProcesses.confine(program) : sandbox.confine(program, tenantKey);
      },
    }),
    async close() {
      await (await choice)?.sandbox?.close();
    },
  };
}

async function choose(options: ConfinementOptions): Promise<Choice> {
  const { isolation, network, ownFolder } = options;
  if (isolation === 'none') return { isolation, network: 'open', reasons: [] };
  const layout = await sandboxLayout({ ...options, standIns: await writeStandIns(ownFolder) });
  const sample = { layout, sharesNetwork: network.kind === 'open', temporaryBytes };
  const found = await findBackend(options, sample);
  if (!('sandbox' in found)) return { isolation: isolation === 'auto' ? 'none' : 'missing', network: 'open', ...found };
  const doors = network.kind === 'filtered' ? await openDoors(ownFolder, network.serveProxy) : undefined;
  const { unbounded, ...bounds } = await boundsOf(options.limits);
  const sandbox = readySandbox({ ...bounds, ...found, ...sample, doors });
  return {
    isolation: found.backend,
    network: network.kind,
    reasons: [...found.reasons, ...(unbounded === undefined ? [] : [unbounded])],
    sandbox,
  };
}

type Bounds = Pick<ReadySandboxOptions, 'limits' | 'groups' | 'prefix'> & { readonly unbounded: string | undefined };

/** What keeps the limits here, and which are not kept. */
async function boundsOf(limits: RunLimits): Promise<Bounds> {
  const groups = await openControlGroups(limits);
  const { prefix, keepsProcesses } = await ownLimits(limits, groups.kept);
  const missing = [
    ...(limits.memoryBytes === undefined || groups.kept.includes('memory') ? [] : ['memory']),
    ...(limits.cpus === undefined || groups.kept.includes('cpu') ? [] : ['cpus']),
    ...(limits.processes === undefined || groups.kept.includes('pids') || keepsProcesses ? [] : ['processes']),
  ];
  const unbounded =
    missing.length === 0
      ? undefined
      : `this server may make no control groups for kestra.tasks.limits (${missing.join(', ')}): scripts are not bounded in them`;
  return { limits, groups: groups.kept.length === 0 ? undefined : groups, prefix, unbounded };
}
