/** Tries what may make sandboxes here, from the strictest way on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bubblewrap } from './bubblewrap.ts';
import { callFilter } from './call-filter.ts';
import { failureOf } from './failure-of.ts';
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
  'unshare filters no system calls: scripts may make all that the kernel takes from a user without rights; install bubblewrap';
const older = 'bubblewrap is older than 0.8: it does not bound what scripts put into /tmp';
/** The last asks for least: what it cannot do is why there is none. */
const bubblewrapVariants = [
  { isRecent: true, filter: knownFilter, gaps: notOnThis },
  { isRecent: true, filter: undefined, gaps: [notByKernel] },
  { isRecent: false, filter: knownFilter, gaps: [older, ...notOnThis] },
  { isRecent: false, filter: undefined, gaps: [older, notByKernel] },
];

async function findBubblewrap(choice: BackendChoice, sample: Sample): Promise<FoundBackend | NoBackend> {
  const program = await findProgram(choice.bubblewrap, choice.searchPath);
  if (program === undefined) return { reasons: [`'${choice.bubblewrap}' is not installed`] };
  let problem = '';
  for (const { isRecent, filter, gaps } of bubblewrapVariants) {
    const sandbox = bubblewrap({ program, isRecent, callFilter: filter });
    const failure = await failureIn(sandbox, sample);
    if (failure === undefined) return { backend: 'bubblewrap', sandbox, gaps };
    problem = failure;
  }
  return { reasons: [problem] };
}

async function findUnshare(sample: Sample): Promise<FoundBackend | NoBackend> {
  const failure = await failureIn(unshared, sample);
  if (failure !== undefined) return { reasons: [`unshare: ${failure}`] };
  return { backend: 'unshare', sandbox: unshared, gaps: [notByUnshare] };
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
