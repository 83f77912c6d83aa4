import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { manyNamespacesProperties } from '../many-namespaces.ts';
import { demandOneLimit, versionBehavior } from '../version-behavior.ts';

export const purgeFiles = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.namespace.PurgeFiles',
  title: 'Delete earlier versions of files of namespaces',
  description:
    'For flows of other servers: here a file that is written replaces the one before, so that there are no earlier versions and nothing goes. To delete files themselves, use DeleteFiles.',
  properties: z.object({
    ...manyNamespacesProperties,
    filePattern: z.string().optional().describe('Glob of the files. Default: all.'),
    behavior: versionBehavior('io.kestra.plugin.core.namespace.Version').describe('Which versions go.'),
  }),
  outputs: z.object({ size: z.number().describe('Number of versions deleted: 0.') }),
  async run({ properties: { behavior }, log }) {
    demandOneLimit(behavior);
    log('INFO', 'Earlier versions of files are not kept: there is nothing to delete');
    return { outputs: { size: 0 } };
  },
});
