import { parseGlob } from '@windhover/plugin-sdk';
import { z } from 'zod';

/** What names the namespaces that a task clears up. */
export const manyNamespacesProperties = {
  namespaces: z.array(z.string()).optional().describe('Namespaces to look at. Default: all.'),
  namespacePattern: z.string().optional().describe('Glob of the namespaces to look at. Example: `company.*`.'),
  includeChildNamespaces: z.boolean().default(true).describe('Whether namespaces below those listed count, too.'),
};

interface Named {
  readonly namespaces?: readonly string[] | undefined;
  readonly namespacePattern?: string | undefined;
  readonly includeChildNamespaces: boolean;
}

export function namespaceFilter({ namespaces, namespacePattern, includeChildNamespaces }: Named) {
  const pattern = namespacePattern === undefined ? undefined : parseGlob(namespacePattern);
  const isListed = (namespace: string): boolean =>
    namespaces === undefined ||
    namespaces.length === 0 ||
    namespaces.some((root) => namespace === root || (includeChildNamespaces && namespace.startsWith(`${root}.`)));
  return (namespace: string): boolean => isListed(namespace) && (pattern?.matches(namespace) ?? true);
}
