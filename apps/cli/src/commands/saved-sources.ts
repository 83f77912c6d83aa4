/** The reply of the routes that save many flows or templates. */
import type { ApiReply } from '../api/api-caller.ts';
import type { Terminal } from '../terminal.ts';

export function printSaved(reply: ApiReply, what: (count: number) => string, terminal: Terminal): void {
  const saved = Array.isArray(reply.json) ? (reply.json as { namespace: string; id: string }[]) : [];
  terminal.print(`${what(saved.length)} successfully updated !`);
  for (const { namespace, id } of saved) terminal.print(`- ${namespace}.${id}`);
}
