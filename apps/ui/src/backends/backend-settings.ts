/** Settings of a backend as they are stored, read into the values of fields and changed by them. */

export type Settings = Readonly<Record<string, unknown>>;

interface Field {
  /** With dots, in camelCase; in the settings it may stand nested or dotted, in camelCase or kebab-case. */
  readonly name: string;
  readonly isSwitch?: boolean;
}

type Values = Readonly<Record<string, string>>;

/** What the fields show of the settings; those that are not set have no value. */
export function valuesOf(settings: Settings, fields: readonly Field[]): Values {
  const set = new Map<string, unknown>();
  mapSettings(settings, (name, value) => set.set(name, value));
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = shown(set.get(plain(field.name)));
      return value === '' ? [] : [[field.name, value]];
    }),
  );
}

/**
 * The settings with what was entered. What no field shows, or was not touched, stays as it is written; what was
 * emptied goes, as does everything in the groups that are left.
 */
export function changedSettings(
  settings: Settings,
  fields: readonly Field[],
  values: Values,
  leftGroups: readonly string[] = [],
): Settings {
  const missing = new Map(fields.map((field) => [plain(field.name), field]));
  const changed = mapSettings(settings, (name, value) => {
    const field = missing.get(name);
    if (field === undefined) return leftGroups.some((group) => name.startsWith(`${plain(group)}.`)) ? undefined : value;
    missing.delete(name);
    const entered = values[field.name] ?? '';
    return entered === shown(value) ? value : written(field, entered);
  });
  for (const field of missing.values()) {
    const value = written(field, values[field.name] ?? '');
    if (value !== undefined) add(changed, field.name, value);
  }
  return changed;
}

/** Each setting as `map` makes it of its plain name and value; those that become undefined go, and emptied groups. */
function mapSettings(settings: Settings, map: (name: string, value: unknown) => unknown, prefix = '') {
  const mapped: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(settings)) {
    const name = prefix + plain(key);
    if (isGroup(value)) {
      const group = mapSettings(value, map, `${name}.`);
      if (Object.keys(group).length > 0) mapped[key] = group;
    } else {
      const next = map(name, value);
      if (next !== undefined) mapped[key] = next;
    }
  }
  return mapped;
}

function add(settings: Record<string, unknown>, name: string, value: unknown): void {
  const [first = '', second] = name.split('.');
  const key = Object.keys(settings).find((each) => plain(each) === plain(first)) ?? first;
  settings[key] = second === undefined ? value : { ...(settings[key] as Settings | undefined), [second]: value };
}

/** Of a switch: `true` or empty. */
function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || value === true ? String(value) : '';
}

function written({ isSwitch }: Field, value: string): unknown {
  if (value === '') return undefined;
  return isSwitch === true ? value === 'true' : value;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

function isGroup(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
