/** The content of a backup: records, one a line, packed. */
import { createGunzip, createGzip } from 'node:zlib';
import {
  BackupNotRestored,
  type ApiToken,
  type KillSwitch,
  type Tenant,
  type User,
  type WorkerGroup,
  type WorkerToken,
} from '@windhover/model';
import type { TableRow } from '@windhover/ports';
import { through } from '../files/through.ts';

export type BackupRecord =
  /** What follows is this tenant's, up to the next one. */
  | { readonly kind: 'tenant'; readonly tenant: BackedUpTenant }
  | ({ readonly kind: 'row' } & TableRow)
  /** What executions and triggers left behind, page by page: what knows each other is of one page. */
  | ({ readonly kind: 'history' } & TableRow)
  | { readonly kind: 'endOfPage' }
  /** Its content follows. `home`: the namespace whose backend it lies in; undefined: that of the tenant. */
  | { readonly kind: 'file'; readonly path: string; readonly home?: string | undefined }
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'endOfFile' }
  | { readonly kind: 'user'; readonly user: User; readonly tokens: readonly ApiToken[] }
  | { readonly kind: 'killSwitch'; readonly killSwitch: KillSwitch }
  | { readonly kind: 'workerGroup'; readonly group: WorkerGroup; readonly tokens: readonly WorkerToken[] }
  /** The last one, and it is always there. */
  | { readonly kind: 'end'; readonly summary: BackupSummary };

export interface BackedUpTenant {
  readonly key: string;
  /** Undefined: the default tenant. */
  readonly id?: string | undefined;
  /** What the instance says of it, its settings opened; only in a backup of the instance. */
  readonly record?: Tenant | undefined;
}

/** Things by their kind. */
export type BackupSummary = Readonly<Record<string, number>>;

export async function* toBytes(records: AsyncIterable<BackupRecord>): AsyncGenerator<Uint8Array> {
  yield* through(linesOf(records), createGzip());
}

/** Throws {@link BackupNotRestored} for what is no content of a backup, or not all of it. */
export async function* fromBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<BackupRecord> {
  let last: BackupRecord | undefined;
  for await (const line of splitLines(unpacked(bytes))) {
    last = parseRecord(line);
    yield last;
  }
  if (last?.kind !== 'end') throw notWhole();
}

async function* linesOf(records: AsyncIterable<BackupRecord>): AsyncGenerator<Uint8Array> {
  for await (const record of records) yield Buffer.from(`${JSON.stringify(record)}\n`);
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* through(bytes, createGunzip());
  } catch (error) {
    throw String((error as { code?: unknown }).code).startsWith('Z_') ? notWhole(error) : error;
  }
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let pieces: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString();
      pieces = [];
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
  }
  const rest = Buffer.concat(pieces).toString();
  if (rest !== '') yield rest;
}

const kinds = new Set<unknown>([
  ...[
    'tenant',
    'row',
    'history',
    'endOfPage',
    'file',
    'bytes',
    'endOfFile',
    'user',
    'killSwitch',
    'workerGroup',
    'end',
  ],
]);

function parseRecord(line: string): BackupRecord {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (error) {
    throw notWhole(error);
  }
  if (!kinds.has((record as { kind?: unknown } | null)?.kind)) throw notWhole();
  return record as BackupRecord;
}

function notWhole(cause?: unknown): BackupNotRestored {
  return new BackupNotRestored({ reason: 'the backup is damaged: its content is not whole' }, { cause });
}
