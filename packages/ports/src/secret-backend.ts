/** Secrets kept by a program of its own, such as a vault: each tenant below its own root, whoever else uses the program. */
import type { SecretMeta, TenantKey } from '@windhover/model';

/**
 * Namespaces are dotted, keys as the API takes them: neither holds a slash. What cannot be reached rejects with
 * `BackendUnavailable`.
 */
export interface SecretBackend {
  open(tenantKey: TenantKey): TenantSecrets;
  close(): Promise<void>;
}

export interface TenantSecrets {
  /** The value; undefined when the namespace itself has no such secret. */
  read(namespace: string, key: string): Promise<string | undefined>;
  /** What may be shown of it. */
  find(namespace: string, key: string): Promise<SecretMeta | undefined>;
  /** Keys of one namespace, in order; the namespaces below it are others. */
  list(namespace: string): Promise<readonly string[]>;
  /** Names of all secrets, a namespace at a time. */
  walk(): AsyncIterable<SecretName>;
  /** Inserts or replaces. Without a value the one that is there stays, and there must be one. */
  put(secret: SecretMeta, value?: string): Promise<void>;
  /** All versions of it; nothing happens when there is none. */
  delete(namespace: string, key: string): Promise<void>;
}

export interface SecretName {
  readonly namespace: string;
  readonly key: string;
}
