/** Where files of internal storage live, within their tenant. */
import { isWithinNamespace } from '@windhover/model';

export interface ExecutionPlace {
  readonly namespace: string;
  readonly flowId: string;
  readonly executionId: string;
}

/** `/company/team/my-flow/executions/<id>`: everything of one execution. */
export function executionDirectory({ namespace, flowId, executionId }: ExecutionPlace): string {
  return `/${namespace.replaceAll('.', '/')}/${slugOf(flowId)}/executions/${executionId}`;
}

/** Files of one task run; ids of task runs begin with the execution's. */
export function taskRunDirectory(place: ExecutionPlace, taskId: string, taskRunId: string): string {
  return `${executionDirectory(place)}/tasks/${slugOf(taskId)}/${taskRunId}`;
}

/** The path behind a `kestra:///…` address; undefined when the text is none. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('kestra:///')) return undefined;
  try {
    return decodeURIComponent(uri.slice('kestra://'.length));
  } catch {
    return undefined;
  }
}

export function uriOfPath(path: string): string {
  return `kestra://${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Whether a path names a file of the execution with this id: its directory, wherever the flow that ran it lies. */
export function isOfExecution(path: string, executionId: string): boolean {
  return path.includes(`/executions/${executionId}/`);
}

/** Whether a path names a namespace file that flows of `namespace` may see: its own or one of its parents'. */
export function isNamespaceFile(path: string, namespace: string): boolean {
  const [directory] = path.split('/_files/');
  if (directory === undefined || directory === path) return false;
  return isWithinNamespace(namespace, directory.slice(1).replaceAll('/', '.'));
}

/** Lower case; anything but letters and digits becomes '-'. */
export function slugOf(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
