/**
 * Makes a release of the commit that is checked out, in `release/windhover-VERSION`: archive, image, bill of materials,
 * provenance, and a signature over all. Run after `npm ci`, with `npm run release -- --key KEY [--base FOLDER]`. Who builds
 * the same commit, with `--unsigned`, gets the same bytes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { readBaseImage } from './release/base-image.ts';
import { packImage, type Image } from './release/image.ts';
import { buildProgramFiles } from './release/program-files.ts';
import { provenanceOf, type Made } from './release/provenance.ts';
import { sign } from './release/sign.ts';
import { readSource } from './release/source.ts';
import { packTar, type TarFile, type TarLink } from './release/tar.ts';
import { makeBill } from './write-sbom.ts';

interface Options {
  /** Private key of `ssh-keygen`, or the public one of a key that an agent holds. */
  readonly key?: string | undefined;
  /** To compare with a release, not to give to anybody. */
  readonly unsigned?: boolean | undefined;
  /** OCI image layout; without it there is no image. */
  readonly base?: string | undefined;
}

const root = join(import.meta.dirname, '..');

try {
  const { values } = parseArgs({
    options: { key: { type: 'string' }, unsigned: { type: 'boolean' }, base: { type: 'string' } },
  });
  console.log(`Released in ${await release(values)}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function release({ key, unsigned = false, base }: Options): Promise<string> {
  if ((key === undefined) !== unsigned)
    throw new Error('A release is signed: name the key with --key, or say --unsigned');
  if (key !== undefined && !existsSync(key)) throw new Error(`There is no key '${key}'`);
  const source = readSource(root);
  const folder = join(root, 'release', `windhover-${source.version}`);
  if (existsSync(folder)) throw new Error(`There is a release in '${folder}' already: move it away first`);
  mkdirSync(join(root, 'release'), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    await writeRelease(unfinished, source, base);
    if (key !== undefined) sign(join(unfinished, 'SHA256SUMS'), { key, signers: join(root, 'release-signers') });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** All but the signature. */
async function writeRelease(folder: string, source: ReturnType<typeof readSource>, base?: string): Promise<void> {
  const { version, time } = source;
  const name = `windhover-${version}`;
  const made: Made[] = [];
  const write = (file: string, content: Uint8Array | string): void => {
    writeFileSync(join(folder, file), content);
    made.push({ name: file, sha256: sha256(content) });
  };
  const { files } = await buildProgramFiles();
  write(`${name}.tar.gz`, gzipSync(packTar(below(name, files), time)));
  write(`${name}.cdx.json`, json(makeBill()));
  const image = base === undefined ? undefined : makeImage(base, files, source);
  if (image !== undefined) write(`${name}-linux-${process.arch}.oci.tar`, image.archive);
  const subjects = image === undefined ? made : [...made, { name: `${name} image`, sha256: image.manifestSha256 }];
  write(`${name}.provenance.json`, json(provenanceOf(subjects, { ...source, baseSha256: image?.baseSha256 })));
  writeFileSync(join(folder, 'SHA256SUMS'), made.map((file) => `${file.sha256}  ${file.name}\n`).join(''));
}

function makeImage(
  folder: string,
  program: readonly (TarFile | TarLink)[],
  source: ReturnType<typeof readSource>,
): Image & { readonly baseSha256: string } {
  const base = readBaseImage(folder, process.arch);
  const node = readFileSync(join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node'));
  return { ...packImage({ ...source, base, node, program }), baseSha256: base.manifestSha256 };
}

function below(folder: string, files: readonly (TarFile | TarLink)[]): readonly (TarFile | TarLink)[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
