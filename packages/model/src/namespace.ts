/** What belongs to a namespace: its details, key/value pairs, secrets. */
import type { PluginDefault } from './flow.ts';
import type { Json, JsonObject } from './json.ts';
import type { Instant } from './states.ts';

/** Details of a namespace that was created; others exist through their flows alone. */
export interface Namespace {
  readonly id: string;
  readonly description?: string;
  readonly variables?: JsonObject;
  readonly pluginDefaults?: readonly PluginDefault[];
  /** Who may call its flows and read its secrets; none listed: every namespace of the tenant. */
  readonly allowedNamespaces?: readonly string[];
  /** Further settings of the wire object, as sent. */
  readonly settings: JsonObject;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type KvType = 'STRING' | 'NUMBER' | 'BOOLEAN' | 'DATETIME' | 'DATE' | 'DURATION' | 'JSON';

export interface KvPair {
  readonly namespace: string;
  readonly key: string;
  readonly type: KvType;
  readonly value: Json;
  readonly description?: string;
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly expiresAt?: Instant;
}

/** One of the contents that a file of a namespace has had, or its deletion. Numbers of a path begin with 1 and only grow. */
export interface FileRevision {
  readonly namespace: string;
  /** Within the files of the namespace: begins with a slash, ends with a name. */
  readonly path: string;
  readonly revision: number;
  readonly createdAt: Instant;
  /** Id of the user; undefined when a task wrote it, or when nobody knows. */
  readonly createdBy?: string;
  /** Undefined for a deletion. */
  readonly content?: KeptContent;
}

/** A content that is kept apart from the file, under a name of its own. */
export interface KeptContent {
  readonly id: string;
  /** SHA-256 in hexadecimal digits. */
  readonly digest: string;
  readonly sizeBytes: number;
}

/** What may be shown of a secret: everything but its value. */
export interface SecretMeta {
  readonly namespace: string;
  readonly key: string;
  readonly description?: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** How many values it has had; undefined where nobody counts: in backends outside, and before there were versions. */
  readonly version?: number;
}

/** A secret at rest: the value is only ever ciphertext here. */
export interface Secret extends SecretMeta {
  readonly ciphertext: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** When its present value was set, and by which user. */
  readonly sealedAt?: Instant;
  readonly sealedBy?: string;
  /** What it was before, oldest first. */
  readonly earlier?: readonly SealedVersion[];
}

/** A value that a secret has had, as it is kept. */
export interface SealedVersion {
  readonly version: number;
  readonly ciphertext: string;
  readonly sealedAt: Instant;
  readonly sealedBy?: string;
}
