import { defineTask, parseGlob } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { manyNamespacesProperties, namespaceFilter } from '../many-namespaces.ts';
import { demandOneLimit, versionBehavior } from '../version-behavior.ts';

interface FileName {
  readonly namespace: string;
  readonly path: string;
}

export const purgeFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.namespace.PurgeFiles',
  title: 'Delete earlier versions of files of namespaces',
  description:
    "Deletes what files of namespaces that allow the flow's were before, for good. What a file is now stays; of a file that was deleted everything may go. To delete files themselves, use DeleteFiles.",
  properties: z.object({
    ...manyNamespacesProperties,
    filePattern: z.string().optional().describe('Glob of the files. Default: all. Example: `**.sql`.'),
    behavior: versionBehavior('io.kestra.plugin.core.namespace.Version')
      .prefault({ keepAmount: 1 })
      .describe('Which versions go: `{keepAmount: 10}`, or `{before: …}`. Default: all but the newest.'),
  }),
  outputs: z.object({ size: z.number().describe('Number of versions deleted.') }),
  examples: [
    {
      title: 'Keep the three newest versions of each query',
      code: 'id: purge\ntype: io.kestra.plugin.core.namespace.PurgeFiles\nnamespaces: [company.team]\nfilePattern: "**.sql"\nbehavior:\n  type: version\n  keepAmount: 3\n',
    },
  ],
  async run({ properties, services }) {
    const { behavior, filePattern } = properties;
    demandOneLimit(behavior);
    const isAsked = namespaceFilter(properties);
    const ofPath = filePattern === undefined ? undefined : parseGlob(filePattern);
    const files = ((await services.call('namespaceFiles.versioned', {})) as readonly FileName[]).filter(
      ({ namespace, path }) =>
        isAsked(namespace) && (ofPath === undefined || ofPath.matches(path) || ofPath.matches(path.slice(1))),
    );
    const { before, keepAmount } = behavior;
    return {
      outputs: { size: (await services.call('namespaceFiles.purge', { files, before, keepAmount })) as number },
    };
  },
});
