/** Where the API has an execution, or an action on it. */
export function executionPath(executionId: string, action?: string, query?: Readonly<Record<string, string>>): string {
  const path = `/executions/${encodeURIComponent(executionId)}${action === undefined ? '' : `/actions/${action}`}`;
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}
