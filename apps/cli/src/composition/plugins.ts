/** The plugins that are part of Windhover: as the catalogue that flows are checked against, and as code to run. */
import { createCatalog, templateTask, type PluginCatalog, type PluginDescription } from '@windhover/model';
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
  /** What flows may use. Default: everything. */
  readonly allows?: (plugin: PluginDescription) => boolean;
}

export function bundledPlugins({ templates = false, defaults = [], allows }: PluginOptions = {}): Plugins {
  const all: readonly AnyTask[] = [...corePlugins, ...httpTasks, ...scriptPlugins];
  const triggers: readonly AnyTrigger[] = httpTriggers;
  const described = [...all.map(describeTask), ...triggers.map(describeTrigger), ...(templates ? [templateTask] : [])];
  const catalog = createCatalog(described, defaults, allows);
  const usable = all.filter(({ type }) => catalog.find(type) !== undefined);
  const byType = new Map([...usable, ...hiddenTasks].map((task) => [task.type, task]));
  // The catalogue knows every older name of a type.
  return {
    catalog,
    tasks: { find: (type) => byType.get(catalog.find(type)?.type ?? type) },
    triggerTypes: { find: (type) => triggers.find((trigger) => trigger.type === type) },
  };
}
