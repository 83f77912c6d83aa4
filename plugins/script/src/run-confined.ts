/** Runs a program in what the instance keeps programs in, and takes that back afterwards. */
import type { Confinement, Program } from '@windhover/plugin-sdk';
import { runProcess, type ProcessEnd, type ProcessRequest, type ProcessStart } from './run-process.ts';

export interface ConfinedRequest extends Omit<ProcessRequest, keyof ProcessStart> {
  readonly program: Program;
}

export interface ConfinedEnd extends ProcessEnd {
  /** What it took more of than it may, in a sentence, if that is why it ended. */
  readonly exceeded: string | undefined;
}

/** As `runProcess`; rejects as well when the program cannot be confined. */
export async function runConfined(
  confinement: Confinement,
  { program, ...request }: ConfinedRequest,
): Promise<ConfinedEnd> {
  const { release, exceeded, verdict, ...start } = await confinement.confine(program);
  const signal = exceeded === undefined ? request.signal : AbortSignal.any([request.signal, exceeded]);
  try {
    const end = await runProcess({ ...request, ...start, signal, directory: program.directory });
    return { ...end, exceeded: await verdict?.() };
  } finally {
    await release();
  }
}
