import type { SecretMeta } from '@windhover/model';
import type { SecretName, TenantSecrets } from '@windhover/ports';
import type { VaultClient } from './vault-client.ts';

interface VaultTenantSecretsOptions {
  readonly client: VaultClient;
  /** Of the engine, a path. */
  readonly mount: string;
  /** The tenant's folder in it, encoded. */
  readonly root: string;
}

interface Metadata {
  readonly custom_metadata?: Readonly<Record<string, string>> | null;
  readonly current_version?: number;
  readonly versions?: Readonly<Record<string, { readonly deletion_time?: string; readonly destroyed?: boolean }>>;
}

const descriptionKey = 'description';
const tagPrefix = 'tag.';
/** Vault decodes `%2f` and resolves `..` in paths: what is no plain name is asked for nowhere. */
const namePattern = /^[\w-]+$/;
const keyPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

/** Secrets of one tenant; description and tags are custom metadata of theirs. */
export class VaultTenantSecrets implements TenantSecrets {
  readonly #client: VaultClient;
  readonly #mount: string;
  readonly #root: string;

  constructor({ client, mount, root }: VaultTenantSecretsOptions) {
    this.#client = client;
    this.#mount = mount;
    this.#root = root;
  }

  async read(namespace: string, key: string): Promise<string | undefined> {
    const path = pathOf(namespace, key);
    if (path === undefined) return undefined;
    const found = (await this.#client.call('GET', this.#in('data', path))) as { data?: unknown } | undefined;
    return valueOf(found?.data);
  }

  async find(namespace: string, key: string): Promise<SecretMeta | undefined> {
    const metadata = await this.#metadata(namespace, key);
    if (metadata === undefined) return undefined;
    const custom = metadata.custom_metadata ?? {};
    const description = custom[descriptionKey];
    const tags = Object.entries(custom)
      .filter(([name]) => name.startsWith(tagPrefix))
      .map(([name, value]) => ({ key: name.slice(tagPrefix.length), value }));
    return { namespace, key, ...(description !== undefined && { description }), tags };
  }

  async list(namespace: string): Promise<readonly string[]> {
    const folder = folderOf(namespace);
    if (folder === undefined) return [];
    return (await this.#names(folder)).filter((name) => keyPattern.test(name));
  }

  walk(): AsyncIterable<SecretName> {
    return this.#walkFrom([]);
  }

  async put({ namespace, key, description, tags }: SecretMeta, value?: string): Promise<void> {
    const path = pathOf(namespace, key);
    if (path === undefined) throw new TypeError(`'${key}' in '${namespace}' is no name of a secret`);
    const custom = Object.fromEntries(tags.map((tag) => [`${tagPrefix}${tag.key}`, tag.value]));
    await this.#client.call('POST', this.#in('metadata', path), {
      custom_metadata: { ...custom, ...(description !== undefined && { [descriptionKey]: description }) },
    });
    // Last: who is told that it failed may rely on the value that was there
    if (value !== undefined) await this.#client.call('POST', this.#in('data', path), { data: { value } });
  }

  async delete(namespace: string, key: string): Promise<void> {
    const path = pathOf(namespace, key);
    if (path !== undefined) await this.#client.call('DELETE', this.#in('metadata', path));
  }

  async *#walkFrom(segments: readonly string[]): AsyncIterable<SecretName> {
    const names = await this.#names(segments.join('/'));
    const namespace = segments.join('.');
    for (const key of names) if (segments.length > 0 && keyPattern.test(key)) yield { namespace, key };
    const folders = names.filter((name) => name.endsWith('/')).map((name) => name.slice(0, -1));
    for (const folder of folders) if (namePattern.test(folder)) yield* this.#walkFrom([...segments, folder]);
  }

  /** In order; those of folders end with a slash. */
  async #names(folder: string): Promise<readonly string[]> {
    const path = this.#in('metadata', folder === '' ? '' : `${folder}/`);
    const found = (await this.#client.call('GET', `${path}?list=true`)) as { keys?: readonly string[] } | undefined;
    return (found?.keys ?? []).toSorted();
  }

  /** Undefined too when its current version was deleted. */
  async #metadata(namespace: string, key: string): Promise<Metadata | undefined> {
    const path = pathOf(namespace, key);
    if (path === undefined) return undefined;
    const found = (await this.#client.call('GET', this.#in('metadata', path))) as Metadata | undefined;
    const current = found?.versions?.[String(found.current_version)];
    const isThere = current !== undefined && current.destroyed !== true && !isPast(current.deletion_time);
    return isThere ? found : undefined;
  }

  #in(kind: 'data' | 'metadata', path: string): string {
    return `${this.#mount}/${kind}/${this.#root}/${path}`;
  }
}

/** Undefined for what is no namespace. */
function folderOf(namespace: string): string | undefined {
  const segments = namespace.split('.');
  return segments.every((segment) => namePattern.test(segment)) ? segments.join('/') : undefined;
}

function pathOf(namespace: string, key: string): string | undefined {
  const folder = folderOf(namespace);
  return folder === undefined || !keyPattern.test(key) ? undefined : `${folder}/${key}`;
}

/** A secret of one field `value` is that; one of several is their JSON, of which a sub-key picks one. */
function valueOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined; // deleted
  const fields = data as Readonly<Record<string, unknown>>;
  const isSingle = Object.keys(fields).length === 1 && typeof fields['value'] === 'string';
  return isSingle ? (fields['value'] as string) : JSON.stringify(fields);
}

/** A version may have a date of deletion that is still to come. */
function isPast(time: string | undefined): boolean {
  return time !== undefined && time !== '' && Date.parse(time) <= Date.now();
}
