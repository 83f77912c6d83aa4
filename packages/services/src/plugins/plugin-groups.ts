/** Types by the packages in their names: `io.kestra.plugin.core` is a group, `io.kestra.plugin.core.log` a subgroup of it. */
import type { PluginCatalog, PluginDescription } from '@windhover/model';

export interface PluginElement {
  readonly cls: string;
  readonly title: string;
  readonly description: string;
  readonly deprecated: boolean;
}

export interface PluginGroup {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  /** Absent for the whole group. */
  readonly subGroup?: string;
  readonly version: string;
  readonly aliases: string[];
  readonly tasks: PluginElement[];
  readonly triggers: PluginElement[];
  readonly conditions: PluginElement[];
  readonly taskRunners: PluginElement[];
}

export interface TriggerPlugin {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly group: 'core' | 'app';
  readonly ee: boolean;
  readonly icon: string;
  readonly deprecated: boolean;
}

/** `io.kestra.plugin.core` */
const segmentsOfGroup = 4;

export function groupOf(type: string): string {
  return packageOf(type).split('.').slice(0, segmentsOfGroup).join('.');
}

/** Groups by name. Their version is that of the server, which they come with. */
export function listPluginGroups(catalog: PluginCatalog, version: string): PluginGroup[] {
  return [...partition(catalog, groupOf)].map(([group, members]) => ({
    ...groupJson(group, members, version),
    title: lastWord(group),
  }));
}

/** Each group, followed by its subgroups. */
export function listPluginSubgroups(catalog: PluginCatalog, version: string): PluginGroup[] {
  const subgroups = partition(catalog, packageOf);
  return listPluginGroups(catalog, version).flatMap((whole) => [
    whole,
    ...[...subgroups]
      .filter(([name]) => name.startsWith(`${whole.group}.`))
      .map(([subGroup, members]) => ({
        ...groupJson(whole.group, members, version),
        title: lastWord(subGroup),
        subGroup,
      })),
  ]);
}

/** Triggers that flows can have, by name. */
export function listTriggerPlugins(catalog: PluginCatalog, iconOf: (type: PluginDescription) => string) {
  return catalog
    .list()
    .filter(({ kind }) => kind === 'trigger')
    .map((plugin): TriggerPlugin => ({
      type: plugin.type,
      name: lastWord(plugin.type),
      description: plugin.title,
      group: groupOf(plugin.type) === 'io.kestra.plugin.core' ? 'core' : 'app',
      ee: false,
      icon: iconOf(plugin),
      deprecated: plugin.deprecated === true,
    }));
}

function groupJson(group: string, members: readonly PluginDescription[], version: string): Omit<PluginGroup, 'title'> {
  const elements = (...kinds: readonly PluginDescription['kind'][]): PluginElement[] =>
    members.filter(({ kind }) => kinds.includes(kind)).map(elementJson);
  return {
    name: lastWord(group),
    group,
    version,
    aliases: members.flatMap(({ aliases }) => aliases),
    tasks: elements('flowable', 'inline', 'runnable'),
    triggers: elements('trigger'),
    conditions: elements('condition'),
    taskRunners: elements('taskRunner'),
  };
}

function elementJson({ type, title, description, deprecated }: PluginDescription): PluginElement {
  return { cls: type, title, description, deprecated: deprecated === true };
}

function partition(catalog: PluginCatalog, keyOf: (type: string) => string): Map<string, readonly PluginDescription[]> {
  const groups = Map.groupBy(catalog.list(), ({ type }) => keyOf(type));
  return new Map([...groups].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function packageOf(type: string): string {
  return type.slice(0, type.lastIndexOf('.'));
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
