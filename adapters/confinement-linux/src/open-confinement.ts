/** Chooses how programs are confined here, once, when it is first asked for. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Confinements } from '@windhover/model';
import { bubblewrap } from './bubblewrap.ts';
import { callFilter } from './call-filter.ts';
import { openControlGroups } from './control-groups.ts';
import { failureOf } from './failure-of.ts';
import { openDoors, type ServeProxy } from './filtered-network.ts';
import { findProgram } from './find-program.ts';
import { ownLimits } from './own-limits.ts';
import { plainProcesses } from './plain-processes.ts';
import { readySandbox, type ReadySandbox, type ReadySandboxOptions } from './ready-sandbox.ts';
import type { RunLimits } from './run-limits.ts';
import type { Sandbox } from './sandbox.ts';
import { unshared } from './unshare.ts';
import { sandboxLayout, type Place } from './sandbox-layout.ts';

export interface ConfinementOptions {
  /** `sandbox`: nothing runs without one; `auto`: plain processes where there is none; `none`: plain processes. */
  readonly isolation: 'sandbox' | 'auto' | 'none';
  readonly network: Network;
  /** What may make sandboxes; the first that can does. */
  readonly backends: readonly Backend[];
  /** Name or path of bubblewrap's program. */
  readonly bubblewrap: string;
  readonly searchPath: string;
  readonly readOnlyPaths: readonly string[];
  readonly hiddenPaths: readonly string[];
  /** For files that sandboxes share; made here. */
  readonly ownFolder: string;
  /** Of each run in a sandbox. */
  readonly limits: RunLimits;
}

/** `unshare`: it and its kin of util-linux. */
export type Backend = 'bubblewrap' | 'unshare';

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
  const found = await findBackend(options, layout);
  if (!('sandbox' in found)) return { isolation: isolation === 'auto' ? 'none' : 'missing', network: 'open', ...found };
  const doors = network.kind === 'filtered' ? await openDoors(ownFolder, network.serveProxy) : undefined;
  const { unbounded, ...bounds } = await boundsOf(options.limits);
  const sharesNetwork = network.kind === 'open';
  const sandbox = readySandbox({ ...bounds, ...found, layout, doors, sharesNetwork, temporaryBytes });
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

const filter = callFilter();
const unknownCalls = `system calls are not filtered on ${process.arch}`;
const noFilter = 'the kernel takes no filter of system calls';
const older = 'bubblewrap is older than 0.8: it does not bound what scripts put into /tmp';

interface Found {
  readonly backend: Backend;
  readonly sandbox: Sandbox;
  /** What it does not keep. */
  readonly reasons: readonly string[];
}

type NotFound = Pick<Found, 'reasons'>;

async function findBackend(options: ConfinementOptions, layout: readonly Place[]): Promise<Found | NotFound> {
  if (process.platform !== 'linux') return { reasons: ['sandboxes need Linux'] };
  const reasons: string[] = [];
  for (const backend of options.backends) {
    const found = await (backend === 'bubblewrap' ? findBubblewrap : findUnshare)(options, layout);
    if ('sandbox' in found) return found;
    reasons.push(...found.reasons);
  }
  return { reasons };
}

/** From the strictest on. The last asks for least: what it cannot do is why there is none. */
const bubblewrapVariants = [
  { isRecent: true, callFilter: filter, reasons: filter === undefined ? [unknownCalls] : [] },
  { isRecent: true, callFilter: undefined, reasons: [noFilter] },
  { isRecent: false, callFilter: filter, reasons: [older, ...(filter === undefined ? [unknownCalls] : [])] },
  { isRecent: false, callFilter: undefined, reasons: [older, noFilter] },
];

async function findBubblewrap(options: ConfinementOptions, layout: readonly Place[]): Promise<Found | NotFound> {
  const backend = 'bubblewrap';
  const program = await findProgram(options.bubblewrap, options.searchPath);
  if (program === undefined) return { reasons: [`'${options.bubblewrap}' is not installed`] };
  const problems: string[] = [];
  for (const { reasons, ...variant } of bubblewrapVariants) {
    const sandbox = bubblewrap({ program, ...variant });
    const problem = await problemOf(sandbox, layout, options);
    if (problem === undefined) return { backend, sandbox, reasons };
    problems.push(problem);
  }
  return { reasons: problems.slice(-1) };
}

async function findUnshare(options: ConfinementOptions, layout: readonly Place[]): Promise<Found | NotFound> {
  const problem = await problemOf(unshared, layout, options);
  if (problem !== undefined) return { reasons: [`unshare: ${problem}`] };
  return { backend: 'unshare', sandbox: unshared, reasons: ['unshare filters no system calls'] };
}

/** Undefined when it works here; else why it does not. */
async function problemOf(
  sandbox: Sandbox,
  layout: readonly Place[],
  { network }: ConfinementOptions,
): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'windhover-probe-'));
  const command = ['/bin/sh', '-c', 'exit 0'];
  const sharesNetwork = network.kind === 'open';
  const start = sandbox.start({ command, directory, environment: {}, layout, sharesNetwork, temporaryBytes });
  try {
    return await failureOf(start);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The only account that a program knows is its own. */
async function writeStandIns(folder: string): Promise<Readonly<Record<string, string>>> {
  // Which need not be in the machine's own list
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const others = (own: number, line: string): string => (own === 65_534 ? '' : line);
  const contents = {
    passwd: `script:x:${uid}:${gid}::/tmp:/bin/sh\n${others(uid, 'nobody:x:65534:65534::/:/bin/false\n')}`,
    group: `script:x:${gid}:\n${others(gid, 'nogroup:x:65534:\n')}`,
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = Object.entries(contents).map(async ([name, text]) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return [name, path] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
