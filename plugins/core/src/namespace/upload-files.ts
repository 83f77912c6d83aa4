import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { defineTask, matchingFiles, TaskError } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { toList } from '../list-property.ts';
import { joinPath } from './join-path.ts';

export const uploadFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.namespace.UploadFiles',
  title: 'Upload files to a namespace',
  description: 'Puts files of a working directory or of the execution into the files of a namespace.',
  properties: z.object({
    namespace: z.string().describe("A namespace of the same tenant that allows the flow's."),
    files: z
      .union([z.array(z.string()), z.string(), z.record(z.string(), z.string())])
      .optional()
      .describe(
        'Globs of files in the working directory, `["sql/**"]`; each keeps its path. Also addresses (`kestra:///…`); each keeps its name. Older flows: a map as of `filesMap`.',
      ),
    filesMap: z
      .record(z.string(), z.string())
      .optional()
      .describe('Path in the namespace → address of the file (`kestra:///…`).'),
    destination: z.string().default('/').describe('Directory in the namespace that the paths are relative to.'),
    conflict: z
      .enum(['OVERWRITE', 'ERROR', 'SKIP'])
      .default('OVERWRITE')
      .describe('What to do with a file that is there.'),
  }),
  outputs: z.object({ files: z.record(z.string(), z.string()).describe('Path → address of each uploaded file.') }),
  async run({ properties, services, files, workingDirectory }) {
    const { namespace, destination, conflict } = properties;
    const [list, map] = listAndMap(properties.files);
    const stored = list.filter(isAddress).map((uri) => [basename(uri), uri] as const);
    const named = Object.entries({ ...map, ...properties.filesMap });
    const sources: Source[] = [...stored, ...named].map(([name, uri]) => ({ name, content: () => files.read(uri) }));
    const globs = list.filter((entry) => !isAddress(entry));
    if (globs.length > 0) sources.push(...(await localSources(globs, await workingDirectory())));
    const uploaded: Record<string, string> = {};
    for (const { name, content } of sources) {
      const path = joinPath(destination, name);
      const isThere =
        conflict !== 'OVERWRITE' && (await services.call('namespaceFiles.find', { namespace, path })) !== undefined;
      if (isThere && conflict === 'ERROR') throw new TaskError(`File '${path}' exists in namespace '${namespace}'`);
      if (isThere) continue;
      await services.call('namespaceFiles.put', { namespace, path, content: content() });
      uploaded[path] = `kestra:///${namespace.replaceAll('.', '/')}/_files${path}`;
    }
    return { outputs: { files: uploaded } };
  },
});

interface Source {
  /** Its path below the destination. */
  readonly name: string;
  readonly content: () => AsyncIterable<Uint8Array>;
}

function listAndMap(
  files: string | readonly string[] | Readonly<Record<string, string>> = [],
): readonly [readonly string[], Readonly<Record<string, string>>] {
  if (typeof files === 'string') return [toList(files), {}];
  return Array.isArray(files) ? [files, {}] : [[], files as Readonly<Record<string, string>>];
}

function isAddress(entry: string): boolean {
  return entry.startsWith('kestra:///');
}

/** What matches in the working directory, but for hidden files, which may be ours. */
async function localSources(globs: readonly string[], directory: string): Promise<readonly Source[]> {
  const names = (await matchingFiles(globs, directory)).filter((name) => !name.startsWith('.'));
  return names.map((name) => ({ name, content: () => createReadStream(join(directory, name)) }));
}
