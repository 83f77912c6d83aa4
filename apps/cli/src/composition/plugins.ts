/** The plugins that are part of Windhover: as the catalogue that flows are checked against, and as code to run. */
import { createCatalog, type PluginCatalog } from '@windhover/model';
import { corePlugins, hiddenTasks } from '@windhover/plugin-core';
import { httpTasks } from '@windhover/plugin-http';
import { scriptPlugins } from '@windhover/plugin-script';
import { describeTask, type AnyTask } from '@windhover/plugin-sdk';
import type { TaskRegistry } from '@windhover/runtime';

export interface Plugins {
  readonly catalog: PluginCatalog;
  readonly tasks: TaskRegistry;
}

export function bundledPlugins(): Plugins {
  const all: readonly AnyTask[] = [...corePlugins, ...httpTasks, ...scriptPlugins];
  const byType = new Map([...all, ...hiddenTasks].map((task) => [task.type, task]));
  const catalog = createCatalog(all.map(describeTask));
  // The catalogue knows every older name of a type.
  return { catalog, tasks: { find: (type) => byType.get(catalog.find(type)?.type ?? type) } };
}
