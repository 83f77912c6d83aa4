/** Tries what may make sandboxes here, from the strictest way on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bubblewrap } from './bubblewrap.ts';
import { callFilter } from './call-filter.ts';
import { failureOf } from './failure-of.ts';
import type { FilterLoader } from './filter-loader.ts';
import { findProgram } from './find-program.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import { unshared } from './unshare.ts';

/** `unshare`: it and its kin of util-linux. */
export type Backend = 'bubblewrap' | 'unshare';

export interface BackendChoice {
  /** What may make sandboxes; the first that can does. */
  readonly backends: readonly Backend[];
  /** Name or path of bubblewrap's program. */
  readonly bubblewrap: string;
  readonly searchPath: string;
}

/** What each sandbox will be asked for. */
export type Sample = Pick<SandboxRequest, 'layout' | 'sharesNetwork' | 'temporaryBytes'>;

export interface FoundBackend {
  readonly backend: Backend;
  readonly sandbox: Sandbox;
  /** What it does not keep. */
  readonly gaps: readonly string[];
}

export interface NoBackend {
  /** Why there is none. */
  readonly reasons: readonly string[];
}

export async function findBackend(choice: BackendChoice, sample: Sample): Promise<FoundBackend | NoBackend> {
  if (process.platform !== 'linux') return { reasons: ['sandboxes need Linux'] };
  const reasons: string[] = [];
  for (const backend of choice.backends) {
    const found = await (backend === 'bubblewrap' ? findBubblewrap(choice, sample) : findUnshare(sample));
    if ('sandbox' in found) return found;
    reasons.push(...found.reasons);
  }
  return { reasons };
}

const knownFilter = callFilter();
const notOnThis = knownFilter === undefined ? [`system calls are not filtered on ${process.arch}`] : [];
const notByKernel = 'the kernel takes no filter of system calls';
const notByUnshare =
  'neither setpriv (of util-linux 2.41) nor perl could filter system calls: scripts may make all that the kernel takes from a user without rights; install bubblewrap, or perl';
const older = 'bubblewrap is older than 0.8: it does not bound what scripts put into /tmp';

/** A way to make them, and what it does not keep. */
type Variant = Pick<FoundBackend, 'sandbox' | 'gaps'>;

async function findBubblewrap(choice: BackendChoice, sample: Sample): Promise<FoundBackend | NoBackend> {
  const program = await findProgram(choice.bubblewrap, choice.searchPath);
  if (program === undefined) return { reasons: [`'${choice.bubblewrap}' is not installed`] };
  const variants = [
    { isRecent: true, callFilter: knownFilter, gaps: notOnThis },
    { isRecent: true, callFilter: undefined, gaps: [notByKernel] },
    { isRecent: false, callFilter: knownFilter, gaps: [older, ...notOnThis] },
    { isRecent: false, callFilter: undefined, gaps: [older, notByKernel] },
  ].map(({ gaps, ...options }) => ({ sandbox: bubblewrap({ program, ...options }), gaps }));
  return firstThatWorks('bubblewrap', variants, sample);
}

async function findUnshare(sample: Sample): Promise<FoundBackend | NoBackend> {
  const filteredBy = (loader: FilterLoader): readonly Variant[] =>
    knownFilter === undefined ? [] : [{ sandbox: unshared({ program: knownFilter, loader }), gaps: [] }];
  const unfiltered = { sandbox: unshared(undefined), gaps: knownFilter === undefined ? notOnThis : [notByUnshare] };
  const found = await firstThatWorks('unshare', [...filteredBy('setpriv'), ...filteredBy('perl'), unfiltered], sample);
  return 'sandbox' in found ? found : { reasons: found.reasons.map((reason) => `unshare: ${reason}`) };
}

/** The last asks for least: what it cannot do is why there is none. */
async function firstThatWorks(
  backend: Backend,
  variants: readonly Variant[],
  sample: Sample,
): Promise<FoundBackend | NoBackend> {
  let problem = '';
  for (const variant of variants) {
    const failure = await failureIn(variant.sandbox, sample);
    if (failure === undefined) return { backend, ...variant };
    problem = failure;
  }
  return { reasons: [problem] };
}

/** Undefined when it works here. */
async function failureIn(sandbox: Sandbox, sample: Sample): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'windhover-probe-'));
  const command = ['/bin/sh', '-c', 'exit 0'];
  try {
    return await failureOf(sandbox.start({ ...sample, command, directory, environment: {} }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
