/** Files of an execution in internal storage, for those who look at it. */
import { IllegalArgument, NotFound, type Execution } from '@windhover/model';
import type { FileInfo, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { getExecution } from './get-execution.ts';
import { ionToJsonLines } from './ion-to-json-lines.ts';
import { isMadeFrom } from './made-from.ts';
import { executionIdInPath, isOfExecution, pathOfUri } from './storage-paths.ts';

export interface ExecutionFile {
  readonly info: FileInfo;
  readonly name: string;
  /** Lower case, without the dot; empty when there is none. */
  readonly extension: string;
  read(range?: { readonly start?: number; readonly end?: number }): AsyncIterable<Uint8Array>;
}

/**
 * A file of this execution, or of another one that the caller may read (outputs of subflows name theirs). Throws
 * `IllegalArgument` for an address that is none of internal storage, `NotFound` otherwise.
 */
export async function getExecutionFile(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  uri: string,
): Promise<ExecutionFile> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:ACCESS_FILES');
  const path = pathOfUri(uri);
  if (path === undefined)
    throw new IllegalArgument({ reason: `path: '${uri}' is not an address of internal storage (kestra:///…)` });
  const thing = `file '${uri}'`;
  let { namespace, flowId } = execution;
  if (!isOfExecution(path, { namespace, flowId, executionId })) {
    const owner = executionIdInPath(path);
    if (owner === undefined) throw new NotFound({ thing });
    if (!(await isKeptFor(scope, execution, owner)))
      ({ namespace, flowId } = await getExecution(scope, actor, owner, 'EXECUTION:ACCESS_FILES'));
    if (!isOfExecution(path, { namespace, flowId, executionId: owner })) throw new NotFound({ thing });
  }
  const files = deps.files.open(scope.key, namespace);
  const info = await files.find(path);
  if (info === undefined || info.kind !== 'File') throw new NotFound({ thing });
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return {
    info,
    name,
    extension: dot <= 0 ? '' : name.slice(dot + 1).toLowerCase(),
    read: (range) => files.read(path, range),
  };
}

/** Of a deleted execution of the same flow, which this one was made from. */
async function isKeptFor(scope: TenantScope, { parentId }: Execution, ownerId: string): Promise<boolean> {
  const kept = await scope.keptFiles.find(ownerId);
  return kept !== undefined && isMadeFrom(scope, parentId, [ownerId, kept.keptWith]);
}

export interface FilePreview {
  readonly extension: string;
  readonly type: 'TEXT' | 'IMAGE';
  /** Images in base64. */
  readonly content: string;
  readonly truncated: boolean;
}

const images: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'svg', 'ico', 'bmp']);
/** More is not shown, whatever the number of lines. */
const maxPreviewBytes = 1_048_576;

/**
 * The first `maxRows` lines of a text, or a picture as a whole. `encoding` is the name of a character set. Throws
 * `IllegalArgument` for one that is not known.
 */
export async function previewFile(
  file: ExecutionFile,
  { maxRows, encoding }: { readonly maxRows: number; readonly encoding: string },
): Promise<FilePreview> {
  const bytes = Buffer.concat(await Array.fromAsync(file.read({ start: 0, end: maxPreviewBytes })));
  const isCut = file.info.sizeBytes > bytes.length;
  if (images.has(file.extension)) {
    return {
      extension: file.extension,
      type: 'IMAGE',
      content: isCut ? '' : bytes.toString('base64'),
      truncated: isCut,
    };
  }
  const lines = textIn(bytes, encoding).split('\n');
  const hasEnd = lines.at(-1) === '';
  const rows = hasEnd ? lines.length - 1 : lines.length;
  if (rows <= maxRows) return { extension: file.extension, type: 'TEXT', content: lines.join('\n'), truncated: isCut };
  return { extension: file.extension, type: 'TEXT', content: lines.slice(0, maxRows).join('\n'), truncated: true };
}

function textIn(bytes: Buffer, encoding: string): string {
  try {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new IllegalArgument({ reason: `encoding: '${encoding}' is not a character set that is known` }, { cause });
  }
}

/** The records of a file of Ion as lines of JSON. Throws `IllegalArgument` for another file. */
export function jsonLinesOf(file: ExecutionFile): AsyncIterable<Uint8Array> {
  if (file.extension !== 'ion')
    throw new IllegalArgument({ reason: `format: '${file.name}' is no file of Ion, only those become lines of JSON` });
  return ionToJsonLines(file.read());
}
