/** Where files of internal storage live, within their tenant. */

export interface ExecutionPlace {
  readonly namespace: string;
  readonly flowId: string;
  readonly executionId: string;
}

/** `/company/team/my-flow/executions/<id>`: everything of one execution. */
export function executionDirectory({ executionId, ...flow }: ExecutionPlace): string {
  return `${flowDirectory(flow)}/executions/${executionId}`;
}

/** Files of one task run; ids of task runs begin with the execution's. */
export function taskRunDirectory(place: ExecutionPlace, taskId: string, taskRunId: string): string {
  return `${executionDirectory(place)}/tasks/${slugOf(taskId)}/${taskRunId}`;
}

/** What the executions of a flow keep of one task for later ones. */
export function cacheDirectory({ namespace, flowId }: Omit<ExecutionPlace, 'executionId'>, taskId: string): string {
  return `${flowDirectory({ namespace, flowId })}/${slugOf(taskId)}/cache`;
}

export function flowDirectory({ namespace, flowId }: Omit<ExecutionPlace, 'executionId'>): string {
  return `/${namespace.replaceAll('.', '/')}/${slugOf(flowId)}`;
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

/** An uploaded input of an execution. */
export function inputFilePath(place: ExecutionPlace, inputId: string, fileName: string): string {
  return `${executionDirectory(place)}/inputs/${slugOf(inputId)}/${safeFileName(fileName)}`;
}

/** Files that came with what started an execution. */
export function triggerDirectory(place: ExecutionPlace, triggerId: string): string {
  return `${executionDirectory(place)}/trigger/${slugOf(triggerId)}`;
}

/** Whether a path names a file of this very execution. */
export function isOfExecution(path: string, place: ExecutionPlace): boolean {
  return path.startsWith(`${executionDirectory(place)}/`);
}

/** The id of the execution that a path of internal storage belongs to, as its directories say; undefined for other files. */
export function executionIdInPath(path: string): string | undefined {
  return /\/executions\/([0-9A-Za-z]{22})\//.exec(path)?.[1];
}

/** A name that no store or shell trips over; directories stay. */
export function safeFileName(name: string): string {
  return name
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map((segment) => segment.replace(/[\u0000-\u001f\u007f\\]/g, '_').slice(-200))
    .join('/');
}

/** The namespace whose file a path names; undefined for other files. */
export function namespaceOfFile(path: string): string | undefined {
  const [directory] = path.split('/_files/');
  return directory === undefined || directory === path ? undefined : directory.slice(1).replaceAll('/', '.');
}

/** An id as a segment of a path: lower case, everything but letters and digits as `-`. */
export function slugOf(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
