/** The plugins that are part of Windhover: as the catalogue that flows are checked against, and as code to run. */
import { createCatalog, templateTask, type PluginCatalog } from '@windhover/model';
import { corePlugins, hiddenTasks } from '@windhover/plugin-core';
import { httpTasks, httpTriggers } from '@windhover/plugin-http';
import { scriptPlugins } from '@windhover/plugin-script';
import { describeTask, describeTrigger, type AnyTask, type AnyTrigger } from '@windhover/plugin-sdk';
import type { TaskRegistry, TriggerRegistry } from '@windhover/runtime';

export interface Plugins {
  readonly catalog: PluginCatalog;
  readonly tasks: TaskRegistry;
  readonly triggerTypes: TriggerRegistry;
}

interface PluginOptions {
  /** Whether flows may take in templates. */
  readonly templates?: boolean;
  /** Of the whole instance. */
  readonly defaults?: PluginCatalog['defaults'];
}

export function bundledPlugins({ templates = false, defaults = [] }: PluginOptions = {}): Plugins {
  const all: readonly AnyTask[] = [...corePlugins, ...httpTasks, ...scriptPlugins];
  const triggers: readonly AnyTrigger[] = httpTriggers;
  const byType = new Map([...all, ...hiddenTasks].map((task) => [task.type, task]));
  const described = [...all.map(describeTask), ...triggers.map(describeTrigger), ...(templates ? [templateTask] : [])];
  const catalog = createCatalog(described, defaults);
  // The catalogue knows every older name of a type.
  return {
    catalog,
    tasks: { find: (type) => byType.get(catalog.find(type)?.type ?? type) },
    triggerTypes: { find: (type) => triggers.find((trigger) => trigger.type === type) },
  };
}
