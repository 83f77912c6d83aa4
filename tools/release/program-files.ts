/** What is in the archive of a release: the program, the web application, and the licences of both. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Vite from 'vite';
import { bundleLater, bundleProgram, requiredLater } from '../build-program.ts';
import type { TarFile, TarLink } from './tar.ts';
import { licencesText, thirdPartiesOf, type ThirdParty } from './third-party.ts';

export interface ProgramFiles {
  /** `bin/windhover` starts it, in whatever folder they lie. */
  readonly files: readonly (TarFile | TarLink)[];
  readonly thirdParties: readonly ThirdParty[];
}

interface Built {
  readonly files: readonly TarFile[];
  readonly moduleIds: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
}

const root = join(import.meta.dirname, '..', '..');

/** Builds what the sources are now. Equal sources and equal packages give equal files, wherever they lie. */
export async function buildProgramFiles(): Promise<ProgramFiles> {
  const [program, later, ui] = [await buildProgram(), await buildLater(), await buildUi()];
  const thirdParties = thirdPartiesOf([program, later, ui].flatMap(({ moduleIds }) => moduleIds));
  return {
    thirdParties,
    files: [
      ...['windhover', 'kestra'].map((name): TarLink => ({
        kind: 'link',
        path: `bin/${name}`,
        target: '../program/bin/windhover.js',
      })),
      ...launcher(),
      ...program.files,
      ...later.files,
      ...ui.files,
      ...['LICENSE', 'NOTICE', 'SECURITY.md', 'CHANGELOG.md'].map((name) => copyOf(name, name)),
      textFile('THIRD-PARTY-LICENSES.txt', licencesText(thirdParties)),
    ],
  };
}

function launcher(): readonly TarFile[] {
  const { name, version, engines } = read<Manifest>('apps/cli/package.json');
  const manifest = { name, version, license: 'Apache-2.0', type: 'module', engines };
  const bin = readdirSync(join(root, 'apps', 'cli', 'bin'));
  return [
    textFile('program/package.json', json(manifest)),
    ...bin.map((file) => copyOf(`apps/cli/bin/${file}`, `program/bin/${file}`, file === 'windhover.js')),
  ];
}

async function buildProgram(): Promise<Built> {
  const chunks = await bundleProgram();
  return {
    files: chunks.map(({ fileName, code }) => textFile(`program/dist/${fileName}`, code)),
    moduleIds: chunks.flatMap((chunk) => chunk.moduleIds),
  };
}

async function buildLater(): Promise<Built> {
  const bundled = await Promise.all(requiredLater.map(async (name) => ({ name, chunk: await bundleLater(name) })));
  return {
    files: bundled.flatMap(({ name, chunk }) => [
      textFile(`program/node_modules/${name}/package.json`, json({ name, main: chunk.fileName })),
      textFile(`program/node_modules/${name}/${chunk.fileName}`, chunk.code),
    ]),
    moduleIds: bundled.flatMap(({ chunk }) => chunk.moduleIds),
  };
}

async function buildUi(): Promise<Built> {
  const home = join(root, 'apps', 'ui');
  const vite = createRequire(join(home, 'package.json')).resolve('vite');
  const { build } = (await import(pathToFileURL(vite).href)) as typeof Vite;
  const outDir = mkdtempSync(join(tmpdir(), 'windhover-ui-'));
  try {
    const result = await build({ root: home, logLevel: 'warn', build: { outDir } });
    const outputs = (Array.isArray(result) ? result : [result]) as readonly Vite.Rolldown.RolldownOutput[];
    return {
      files: filesBelow(outDir).map((path) => ({
        kind: 'file',
        path: `ui/dist/${path}`,
        content: readFileSync(join(outDir, path)),
      })),
      moduleIds: outputs.flatMap(({ output }) =>
        output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : [])),
      ),
    };
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function copyOf(from: string, path: string, isExecutable = false): TarFile {
  return { kind: 'file', path, content: readFileSync(join(root, from)), isExecutable };
}

function textFile(path: string, text: string): TarFile {
  return { kind: 'file', path, content: Buffer.from(text) };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
}
