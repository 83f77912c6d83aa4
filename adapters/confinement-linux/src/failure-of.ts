/** Tries out what a sandbox is started with. */
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { ConfinedProgram } from '@windhover/model';

const limitMs = 5_000;

/** Undefined when it ends well; else the first line that it says, or how it ended. */
export function failureOf({
  command: [program = '', ...args],
  instructions,
}: Pick<ConfinedProgram, 'command' | 'instructions'>): Promise<string | undefined> {
  const inputs = instructions.map(() => 'pipe' as const);
  const child = spawn(program, args, { env: {}, stdio: ['ignore', 'ignore', 'pipe', ...inputs], timeout: limitMs });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (const [index, text] of instructions.entries())
    (child.stdio[3 + index] as Writable).on('error', () => undefined).end(text);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(said.trim().split('\n')[0] || `it ended with ${signal ?? `exit code ${code}`}`);
    });
  });
}
