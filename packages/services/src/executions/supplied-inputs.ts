/** What a client sent as inputs: texts by id, and files, which are stored before the execution exists. */
import { flattenForms, InvalidEntity, type Input, type TenantKey } from '@windhover/model';
import type { TenantFiles } from '@windhover/ports';
import type { NamespaceStorage } from '../files/tenant-files.ts';
import { inputFilePath, uriOfPath, type ExecutionPlace } from './storage-paths.ts';

/** One part of a form. */
export interface SuppliedPart {
  readonly name: string;
  /** Present when the part is a file. */
  readonly filename?: string;
  readonly content: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
}

/** Of a repeated field the last counts; what names no input is ignored. Throws `InvalidEntity` for an empty file. */
export async function readSuppliedInputs(
  storage: NamespaceStorage,
  tenantKey: TenantKey,
  declared: readonly Input[],
  place: ExecutionPlace,
  parts: AsyncIterable<SuppliedPart>,
): Promise<Readonly<Record<string, unknown>>> {
  const files = storage.open(tenantKey, place.namespace);
  const byId = new Map(flattenForms(declared).map((input) => [input.id, input]));
  const supplied: Record<string, unknown> = {};
  for await (const part of parts) {
    const inputId = inputIdOf(part);
    const input = byId.get(inputId) ?? byId.get(inputId.split('.')[0]!);
    if (input === undefined) continue;
    if (part.filename === undefined || input.type !== 'FILE') supplied[inputId] = await part.text();
    else supplied[inputId] = await storeFile(files, inputFilePath(place, inputId, fileNameOf(part, input)), part);
  }
  return supplied;
}

/** Clients of the first era call every file `files` and put the input's id into the file name. */
function inputIdOf({ name, filename }: SuppliedPart): string {
  return name === 'files' && filename !== undefined ? filename : name;
}

/** Those clients do not tell the file's own name, whose end the input declares. */
function fileNameOf({ name, filename }: SuppliedPart, { options: { extension } }: Input): string {
  if (name !== 'files' && filename !== undefined) return filename;
  return `file.${typeof extension === 'string' ? extension.replace(/^\./, '') : 'upl'}`;
}

async function storeFile(files: TenantFiles, path: string, part: SuppliedPart): Promise<string> {
  const { sizeBytes } = await files.put(path, part.content);
  if (sizeBytes === 0) {
    await files.delete(path);
    throw new InvalidEntity({ reason: `Invalid input for \`${inputIdOf(part)}\`, the file is empty` });
  }
  return uriOfPath(path);
}
