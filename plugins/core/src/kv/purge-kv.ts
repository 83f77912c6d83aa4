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
  title: 'Delete key/value pairs that have expired',
  description: "Deletes pairs of namespaces that allow the flow's; those that have expired, unless told otherwise.",
  properties: z.object({
    ...manyNamespacesProperties,
    keyPattern: z.string().optional().describe('Glob of the keys that go. Default: all.'),
    behavior: z
      .union([keyBehavior, versionBehavior('io.kestra.plugin.core.kv.Version')])
      .prefault({})
      .describe(
        '`{expiredOnly: false}` deletes all pairs that match. `{type: version}` means earlier values, which are not kept here: nothing goes.',
      ),
  }),
  outputs: z.object({ size: z.number().describe('Number of pairs deleted.') }),
  async run({ properties, services, log }) {
    const { namespaces, keyPattern, behavior } = properties;
    if (!('expiredOnly' in behavior)) {
      demandOneLimit(behavior);
      log('INFO', 'Earlier values of keys are not kept: there is nothing to delete');
      return { outputs: { size: 0 } };
    }
    const isAsked = namespaceFilter(properties);
    const ofKey = keyPattern === undefined ? undefined : parseGlob(keyPattern);
    const goes = ({ namespace, key, isExpired }: Pair): boolean =>
      (isExpired || !behavior.expiredOnly) && isAsked(namespace) && (ofKey?.matches(key) ?? true);
    const pairs = ((await services.call('kv.list', { namespaces })) as readonly Pair[]).filter(goes);
    await services.call('kv.purge', { pairs });
    return { outputs: { size: pairs.length } };
  },
});
