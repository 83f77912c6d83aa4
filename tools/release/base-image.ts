/** Reads the image that ours is built on: a folder in OCI image layout, as `skopeo copy docker://… oci:FOLDER` writes it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly size: number;
}

export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly created?: string;
  readonly config?: {
    readonly User?: string;
    readonly Env?: readonly string[];
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly WorkingDir?: string;
    readonly ExposedPorts?: Readonly<Record<string, object>>;
    readonly Volumes?: Readonly<Record<string, object>>;
    readonly StopSignal?: string;
    readonly Labels?: Readonly<Record<string, string>>;
  };
  readonly rootfs: { readonly type: string; readonly diff_ids: readonly string[] };
  readonly history?: readonly { readonly created?: string; readonly created_by?: string }[];
}

export interface BaseImage {
  readonly manifestSha256: string;
  readonly config: ImageConfig;
  readonly layers: readonly { readonly descriptor: Descriptor; readonly content: Uint8Array }[];
}

interface Index {
  readonly manifests: readonly Descriptor[];
}

interface Manifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Throws when it holds no image, or several, or one of another machine than `processor` (`x64`, `arm64`), or is damaged. */
export function readBaseImage(folder: string, processor: string): BaseImage {
  const { manifests } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Index;
  const [descriptor, ...others] = manifests;
  if (descriptor === undefined || others.length > 0) {
    throw new Error(`The base '${folder}' must hold one image, and holds ${manifests.length}`);
  }
  const { config, layers } = readJson<Manifest>(folder, descriptor);
  if (config === undefined || layers === undefined) {
    throw new Error(`The base '${folder}' holds images of several machines: copy the one that is wanted`);
  }
  const read = readJson<ImageConfig>(folder, config);
  if (read.os !== 'linux' || read.architecture !== architectures[processor]) {
    throw new Error(`The base '${folder}' is for ${read.os}/${read.architecture}, the program for linux/${processor}`);
  }
  return {
    manifestSha256: descriptor.digest.replace('sha256:', ''),
    config: read,
    layers: layers.map((layer) => ({ descriptor: layer, content: readBlob(folder, layer) })),
  };
}

function readJson<T>(folder: string, descriptor: Descriptor): T {
  return JSON.parse(readBlob(folder, descriptor).toString()) as T;
}

function readBlob(folder: string, { digest }: Descriptor): Buffer {
  const content = readFileSync(join(folder, 'blobs', ...digest.split(':')));
  if (`sha256:${createHash('sha256').update(content).digest('hex')}` !== digest) {
    throw new Error(`The base '${folder}' is damaged: '${digest}' has other contents`);
  }
  return content;
}
