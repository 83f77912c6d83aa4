/** What a small base image is to Node: the libraries of the system that it asks for, in an OCI image layout, and nothing else. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packTar } from '../../tools/release/tar.ts';

/** Into an empty folder. */
export function writeBaseImage(folder: string): void {
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  const blob = (mediaType: string, content: Buffer): object => {
    const digest = createHash('sha256').update(content).digest('hex');
    writeFileSync(join(folder, 'blobs', 'sha256', digest), content);
    return { mediaType, digest: `sha256:${digest}`, size: content.length };
  };
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  const tar = packTar(
    [
      ...librariesOfNode().map(
        (path) => ({ kind: 'file', path: path.slice(1), content: readFileSync(path), isExecutable: true }) as const,
      ),
      { kind: 'folder', path: 'dev' },
      { kind: 'folder', path: 'proc' },
    ],
    0,
  );
  const layer = blob('application/vnd.oci.image.layer.v1.tar', tar);
  const config = blob(
    'application/vnd.oci.image.config.v1+json',
    json({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: { Env: ['PATH=/bin', 'SSL_CERT_FILE=/etc/certs.pem'], Entrypoint: ['/bin/sh'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(tar).digest('hex')}`] },
    }),
  );
  const manifest = blob(
    'application/vnd.oci.image.manifest.v1+json',
    json({ schemaVersion: 2, config, layers: [layer] }),
  );
  writeFileSync(join(folder, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(join(folder, 'index.json'), json({ schemaVersion: 2, manifests: [manifest] }));
}

function librariesOfNode(): readonly string[] {
  const asked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  return [...asked.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path!);
}
