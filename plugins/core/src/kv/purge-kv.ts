import { defineTask, parseGlob } from '@windhover/plugin-sdk';
import { z } from 'zod';

interface Pair {
  readonly namespace: string;
  readonly key: string;
  readonly isExpired: boolean;
}

export const purgeKv = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.kv.PurgeKV',
  title: 'Delete key/value pairs that have expired',
  description: "Deletes pairs of namespaces that allow the flow's; those that have expired, unless told otherwise.",
  properties: z.object({
    namespaces: z.array(z.string()).optional().describe('Namespaces to look at. Default: all.'),
    namespacePattern: z.string().optional().describe('Glob of the namespaces to look at. Example: `company.*`.'),
    includeChildNamespaces: z.boolean().default(true).describe('Whether namespaces below those listed count, too.'),
    keyPattern: z.string().optional().describe('Glob of the keys that go. Default: all.'),
    behavior: z
      .object({ type: z.enum(['key']).default('key'), expiredOnly: z.boolean().default(true) })
      .prefault({})
      .describe('`{expiredOnly: false}` deletes all pairs that match.'),
  }),
  outputs: z.object({ size: z.number().describe('Number of pairs deleted.') }),
  async run({ properties, services }) {
    const { namespaces, namespacePattern, includeChildNamespaces, keyPattern, behavior } = properties;
    const ofNamespace = namespacePattern === undefined ? undefined : parseGlob(namespacePattern);
    const ofKey = keyPattern === undefined ? undefined : parseGlob(keyPattern);
    const goes = ({ namespace, key, isExpired }: Pair): boolean =>
      (isExpired || !behavior.expiredOnly) &&
      (includeChildNamespaces || namespaces === undefined || namespaces.includes(namespace)) &&
      (ofNamespace?.matches(namespace) ?? true) &&
      (ofKey?.matches(key) ?? true);
    const pairs = ((await services.call('kv.list', { namespaces })) as readonly Pair[]).filter(goes);
    await services.call('kv.purge', { pairs });
    return { outputs: { size: pairs.length } };
  },
});
