/** The reply of the routes that save many flows. */
import type { ApiReply } from '../../api/api-caller.ts';
import type { Terminal } from '../../terminal.ts';

export function printSavedFlows(reply: ApiReply, what: (count: number) => string, terminal: Terminal): void {
  const flows = Array.isArray(reply.json) ? (reply.json as { namespace: string; id: string }[]) : [];
  terminal.print(`${what(flows.length)} successfully updated !`);
  for (const { namespace, id } of flows) terminal.print(`- ${namespace}.${id}`);
}
