import { defineTask, parseGlob } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { manyNamespacesProperties, namespaceFilter } from '../many-namespaces.ts';
import { demandOneLimit, versionBehavior } from '../version-behavior.ts';

interface Pair {
  readonly namespace: string;
  readonly key: string;
  readonly isExpired: boolean;
}

const keyBehavior = z.strictObject({
  type: z.enum(['key', 'io.kestra.plugin.core.kv.Key']).default('key'),
  expiredOnly: z.boolean().default(true),
});

export const purgeKv = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.kv.PurgeKV',
  title: 'Delete key/value pairs that have expired, or what pairs were before',
  description:
    "Deletes pairs of namespaces that allow the flow's: those that have expired, unless told otherwise. With `{type: version}`, earlier values of pairs, which themselves stay.",
  properties: z.object({
    ...manyNamespacesProperties,
    keyPattern: z.string().optional().describe('Glob of the keys. Default: all.'),
    behavior: z
      .union([keyBehavior, versionBehavior('io.kestra.plugin.core.kv.Version')])
      .prefault({})
      .describe(
        '`{expiredOnly: false}` deletes all pairs that match; `{type: version, keepAmount: 3}` or `{type: version, before: …}` what they were before.',
      ),
  }),
  outputs: z.object({ size: z.number().describe('Number of pairs, or of earlier values, deleted.') }),
  examples: [
    {
      title: 'Keep the present value of each key, and the two before it',
      code: 'id: purge\ntype: io.kestra.plugin.core.kv.PurgeKV\nbehavior:\n  type: version\n  keepAmount: 3\n',
    },
  ],
  async run({ properties, services }) {
    const { namespaces, keyPattern, behavior } = properties;
    const isAsked = namespaceFilter(properties);
    const ofKey = keyPattern === undefined ? undefined : parseGlob(keyPattern);
    const all = (await services.call('kv.list', { namespaces })) as readonly Pair[];
    const matching = all.filter(({ namespace, key }) => isAsked(namespace) && (ofKey?.matches(key) ?? true));
    if (!('expiredOnly' in behavior)) {
      demandOneLimit(behavior);
      const { before, keepAmount } = behavior;
      const size = await services.call('kv.purgeRevisions', { pairs: matching, before, keepAmount });
      return { outputs: { size: size as number } };
    }
    const pairs = matching.filter(({ isExpired }) => isExpired || !behavior.expiredOnly);
    await services.call('kv.purge', { pairs });
    return { outputs: { size: pairs.length } };
  },
});
