/** How a log line leads to another execution: `[[link execution="…" flowId="…" namespace="…"]]`, as Kestra writes it. */
import { executionIdPattern, flowIdPattern, namespacePattern } from './identifiers.ts';

export interface LinkedExecution {
  readonly id: string;
  readonly flowId: string;
  readonly namespace: string;
}

export function executionLink({ id, flowId, namespace }: LinkedExecution): string {
  return `[[link execution="${id}" flowId="${flowId}" namespace="${namespace}"]]`;
}

const link = /\[\[link execution="([^"]*)" flowId="([^"]*)" namespace="([^"]*)"\]\]/g;

/**
 * A text in order: plain pieces, and the executions that stand between them. Anybody's task may log such a text: what is no
 * valid id, flow or namespace stays plain.
 */
export function splitExecutionLinks(text: string): readonly (string | LinkedExecution)[] {
  const pieces: (string | LinkedExecution)[] = [];
  let at = 0;
  for (const { 0: whole, 1: id = '', 2: flowId = '', 3: namespace = '', index } of text.matchAll(link)) {
    if (!executionIdPattern.test(id) || !flowIdPattern.test(flowId) || !namespacePattern.test(namespace)) continue;
    if (index > at) pieces.push(text.slice(at, index));
    pieces.push({ id, flowId, namespace });
    at = index + whole.length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}
