import type { WirePlugin } from '../../api/plugins.ts';

const kinds = ['tasks', 'triggers', 'conditions', 'taskRunners'] as const;

export interface CatalogueType {
  readonly type: string;
  readonly kind: (typeof kinds)[number];
  readonly title: string;
  readonly description: string;
  readonly deprecated: boolean;
}

export interface CatalogueGroup {
  /** What its types have in common: `core.flow`. */
  readonly name: string;
  readonly types: readonly CatalogueType[];
}

const ours = 'io.kestra.plugin.';

/** All types, in groups of a common beginning. */
export function groupsOf(plugins: readonly WirePlugin[]): readonly CatalogueGroup[] {
  const types = plugins.flatMap((plugin) =>
    kinds.flatMap((kind) => plugin[kind].map(({ cls, ...about }): CatalogueType => ({ type: cls, kind, ...about }))),
  );
  const groups = Map.groupBy(types, ({ type }) => groupName(type));
  return [...groups]
    .map(([name, members]) => ({ name, types: members.toSorted((left, right) => compare(left.type, right.type)) }))
    .toSorted((left, right) => compare(left.name, right.name));
}

/** Those of the groups in whose types every word is found; groups without any are left out. */
export function matching(groups: readonly CatalogueGroup[], text: string): readonly CatalogueGroup[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matches = ({ type, title, description }: CatalogueType): boolean => {
    const all = `${type} ${title} ${description}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return groups
    .map(({ name, types }) => ({ name, types: types.filter(matches) }))
    .filter(({ types }) => types.length > 0);
}

function groupName(type: string): string {
  const name = type.startsWith(ours) ? type.slice(ours.length) : type;
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
