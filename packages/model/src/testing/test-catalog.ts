/** A catalogue with the built-in types and three tasks, for the tests of this package. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import { createCatalog } from '../plugins/create-catalog.ts';

const core = 'io.kestra.plugin.core';
const task = (
  type: string,
  properties: z.ZodObject,
  kind: PluginDescription['kind'] = 'inline',
): PluginDescription => ({
  type,
  aliases: [],
  kind,
  title: type,
  description: '',
  properties,
});

export const testCatalog = createCatalog([
  task(
    `${core}.log.Log`,
    z.object({ message: z.union([z.string(), z.array(z.string())]), level: z.enum(['INFO', 'WARN']).default('INFO') }),
  ),
  task(`${core}.debug.Return`, z.object({ format: z.string().optional() })),
  task(
    `${core}.test.Count`,
    z.object({ count: z.number().int().min(1), options: z.object({ depth: z.number().optional() }).optional() }),
    'runnable',
  ),
]);
