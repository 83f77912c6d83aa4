/** Carries out direct commands by name: for this process and for those that ask over the socket. */
import { WindhoverError, type JsonObject } from '@windhover/model';
import { CommandFailed, type DirectCommand } from '../command.ts';
import { commandGroups } from '../groups.ts';
import type { DirectContext } from './direct-context.ts';
import type { CarryOut } from './command-socket.ts';

export function carryOutIn(context: Pick<DirectContext, 'deps' | 'configuration' | 'isServer'>): CarryOut {
  return async ({ command, args }, output) => {
    const spec = await findDirectCommand(command);
    if (spec !== undefined) return carryOut(spec, { ...context, ...output }, args);
    output.complain(`The server does not know the command '${command}': it is of another version`);
    return 1;
  };
}

/** Refusals are lines for the caller, wherever the command runs; what is unforeseen is thrown here and told there. */
export async function carryOut(spec: DirectCommand, context: DirectContext, args: JsonObject): Promise<number> {
  try {
    return await spec.run(context, args as never);
  } catch (error) {
    if (!(error instanceof WindhoverError || error instanceof CommandFailed)) throw error;
    context.complain(error.message);
    return 1;
  }
}

async function findDirectCommand(words: string): Promise<DirectCommand | undefined> {
  const [first] = words.split(' ');
  const specs = (await commandGroups.find(({ name }) => name === first)?.load()) ?? [];
  return specs.find((spec): spec is DirectCommand => spec.kind === 'direct' && spec.path.join(' ') === words);
}
