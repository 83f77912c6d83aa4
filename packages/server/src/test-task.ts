/** The one type of task that flows of tests in this package use: plugins are above it. */
import type { PluginDescription } from '@windhover/model';
import type { Deps } from '@windhover/services';
import { z } from 'zod';

export const testTask: PluginDescription = {
  type: 'com.example.Known',
  aliases: [],
  kind: 'runnable',
  title: 'Known',
  description: 'Does nothing',
  properties: z.object({}),
};

export function withTestTask(deps: Deps): Deps {
  return { ...deps, catalog: { ...deps.catalog, find: (type) => (type === testTask.type ? testTask : undefined) } };
}

/** A flow of the namespace `company`. */
export function testFlow(id: string): string {
  return `id: ${id}\nnamespace: company\ntasks:\n  - id: only\n    type: ${testTask.type}\n`;
}
