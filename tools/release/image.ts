/**
 * A container image as an archive (OCI image layout 1.0), made without a container engine: a base image's layers, one with
 * Node and one with the program. Its program runs as a user without rights, needs no shell, and writes to `/data` and `/tmp`
 * alone, so that the root may be read-only.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { BaseImage, Descriptor, ImageConfig } from './base-image.ts';
import { packTar, type TarEntry } from './tar.ts';

export interface ImageContents {
  readonly base: BaseImage;
  readonly node: Uint8Array;
  readonly program: readonly TarEntry[];
  readonly version: string;
  readonly commit: string;
  /** Of the commit, in seconds since 1970. */
  readonly time: number;
}

export interface Image {
  readonly archive: Buffer;
  /** By this a registry names it. */
  readonly manifestSha256: string;
}

interface Blob {
  readonly descriptor: Descriptor;
  readonly content: Uint8Array;
}

/** The user `nonroot` of the usual small base images; it needs no entry in `/etc/passwd`. */
const user = 65532;

/** Equal contents give equal bytes. */
export function packImage(contents: ImageContents): Image {
  const { base, time, version, commit } = contents;
  const tars = [nodeLayer(contents.node), programLayer(contents.program)].map((entries) => packTar(entries, time));
  const layers = tars.map((tar) => blobOf(layerType, gzipSync(tar)));
  const config = blobOf(configType, jsonBytes(configOf(contents, tars)));
  const annotations = labels(version, commit, time);
  const manifest = blobOf(
    manifestType,
    jsonBytes({
      schemaVersion: 2,
      mediaType: manifestType,
      config: config.descriptor,
      layers: [...base.layers, ...layers].map(({ descriptor }) => descriptor),
      annotations,
    }),
  );
  const { architecture, os } = base.config;
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        ...manifest.descriptor,
        platform: { architecture, os },
        annotations: { 'org.opencontainers.image.ref.name': version },
      },
    ],
  };
  const blobs = [...base.layers, ...layers, config, manifest];
  const archive = packTar(
    [
      { kind: 'file', path: 'oci-layout', content: jsonBytes({ imageLayoutVersion: '1.0.0' }) },
      { kind: 'file', path: 'index.json', content: jsonBytes(index) },
      ...blobs.map(({ descriptor, content }): TarEntry => ({
        kind: 'file',
        path: `blobs/${descriptor.digest.replace(':', '/')}`,
        content,
      })),
    ],
    time,
  );
  return { archive, manifestSha256: manifest.descriptor.digest.replace('sha256:', '') };
}

const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
const configType = 'application/vnd.oci.image.config.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

function nodeLayer(node: Uint8Array): readonly TarEntry[] {
  return [{ kind: 'file', path: 'usr/local/bin/node', content: node, isExecutable: true }];
}

function programLayer(program: readonly TarEntry[]): readonly TarEntry[] {
  return [
    ...program.map((entry) => ({ ...entry, path: `opt/windhover/${entry.path}` })),
    { kind: 'folder', path: 'data', mode: 0o700, owner: user },
    { kind: 'folder', path: 'tmp', mode: 0o1777 },
  ];
}

/** What the base says of itself goes on, such as where its certificates are; how it starts does not. */
function configOf({ base, version, commit, time }: ImageContents, tars: readonly Buffer[]): ImageConfig {
  const created = new Date(time * 1000).toISOString();
  const environment = new Map(base.config.config?.Env?.map((line) => [line.split('=')[0]!, line]));
  for (const line of ours) environment.set(line.split('=')[0]!, line);
  return {
    architecture: base.config.architecture,
    os: base.config.os,
    created,
    config: {
      User: `${user}:${user}`,
      // What the program says of itself on its management port
      Env: [...environment.values(), `WINDHOVER_COMMIT=${commit}`],
      Entrypoint: ['/usr/local/bin/node', '/opt/windhover/program/bin/windhover.js'],
      Cmd: ['server', 'local'],
      WorkingDir: '/',
      ExposedPorts: { '8080/tcp': {} },
      Volumes: { '/data': {} },
      StopSignal: 'SIGTERM',
      Labels: labels(version, commit, time),
    },
    rootfs: {
      type: 'layers',
      diff_ids: [...base.config.rootfs.diff_ids, ...tars.map((tar) => `sha256:${sha256(tar)}`)],
    },
    history: [
      ...(base.config.history ?? base.layers.map(() => ({ created, created_by: 'base' }))),
      ...['Node', 'Windhover'].map((name) => ({ created, created_by: name })),
    ],
  };
}

/** `MALLOC_ARENA_MAX` as the launcher sets it, which would start itself anew for that. */
const ours = [
  'PATH=/opt/windhover/bin:/usr/local/bin:/usr/bin:/bin',
  'HOME=/tmp',
  'MALLOC_ARENA_MAX=1',
  'MICRONAUT_SERVER_HOST=0.0.0.0',
];

function labels(version: string, commit: string, time: number): Readonly<Record<string, string>> {
  return {
    'org.opencontainers.image.created': new Date(time * 1000).toISOString(),
    'org.opencontainers.image.licenses': 'Apache-2.0',
    'org.opencontainers.image.revision': commit,
    'org.opencontainers.image.title': 'Windhover',
    'org.opencontainers.image.version': version,
  };
}

function blobOf(mediaType: string, content: Uint8Array): Blob {
  return { descriptor: { mediaType, digest: `sha256:${sha256(content)}`, size: content.length }, content };
}

function jsonBytes(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
