/** Runs a program in what the instance keeps programs in, and takes that back afterwards. */
import type { Confinement, Program } from '@windhover/plugin-sdk';
import { runProcess, type ProcessEnd, type ProcessRequest, type ProcessStart } from './run-process.ts';

export interface ConfinedRequest extends Omit<ProcessRequest, keyof ProcessStart> {
  readonly program: Program;
}

/** As `runProcess`; rejects as well when the program cannot be confined. */
export async function runConfined(
  confinement: Confinement,
  { program, ...request }: ConfinedRequest,
): Promise<ProcessEnd> {
  const { release, ...start } = await confinement.confine(program);
  try {
    return await runProcess({ ...request, ...start, directory: program.directory });
  } finally {
    await release();
  }
}
