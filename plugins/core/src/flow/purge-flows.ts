import { defineTask, parseGlob } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { manyNamespacesProperties, namespaceFilter } from '../many-namespaces.ts';
import { demandOneLimit, versionBehavior } from '../version-behavior.ts';

interface FlowName {
  readonly namespace: string;
  readonly id: string;
}

export const purgeFlows = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.flow.PurgeFlows',
  title: 'Delete old revisions of flows',
  description:
    "Deletes revisions of flows in namespaces that allow the flow's, for good. The newest revision stays, and so do those of executions that have not ended.",
  properties: z.object({
    ...manyNamespacesProperties,
    flowPattern: z.string().optional().describe('Glob of the ids of the flows. Default: all.'),
    behavior: versionBehavior('io.kestra.plugin.core.flow.Version').describe(
      'Which revisions go: `{keepAmount: 10}`, or `{before: …}`.',
    ),
  }),
  outputs: z.object({ size: z.number().describe('Number of revisions deleted.') }),
  examples: [
    {
      title: 'Keep the ten newest revisions of each flow',
      code: 'id: purge\ntype: io.kestra.plugin.core.flow.PurgeFlows\nnamespaces: [company.team]\nbehavior:\n  keepAmount: 10\n',
    },
  ],
  async run({ properties, services }) {
    const { behavior, flowPattern } = properties;
    demandOneLimit(behavior);
    const isAsked = namespaceFilter(properties);
    const ofId = flowPattern === undefined ? undefined : parseGlob(flowPattern);
    const flows = ((await services.call('flows.list', {})) as readonly FlowName[]).filter(
      ({ namespace, id }) => isAsked(namespace) && (ofId?.matches(id) ?? true),
    );
    const { before, keepAmount } = behavior;
    return { outputs: { size: (await services.call('flows.purge', { flows, before, keepAmount })) as number } };
  },
});
