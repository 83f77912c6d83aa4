/** One configuration key: where it stands, what it may hold, what Windhover does with it. */

export type KeyType =
  | 'text'
  | 'number'
  | 'boolean'
  /** `5s`, `45m`, `7d`, `PT1H`, `P30D`; read as milliseconds. A bare number is milliseconds. */
  | 'duration'
  /** `10GB`, `1MB`, or bytes. */
  | 'size'
  /** A YAML list or comma text. */
  | 'list'
  /** A map whose keys are the user's own: kept as they are spelt. */
  | 'map'
  /** A list of maps. */
  | 'maps'
  | 'any';

/** `honour`: works. `warn`: accepted, one WARN at start. `ignore`: accepted silently; it is about something we have not. */
export type KeyStatus = 'honour' | 'warn' | 'ignore';

export interface KnownKey {
  /** Dotted, kebab-case. A `*` stands for one name of the user's; a last `**` for everything below. */
  readonly path: string;
  readonly type: KeyType;
  readonly status: KeyStatus;
  /** As it would stand in a file; undefined when there is none. */
  readonly default?: unknown;
  /** The values that are allowed. */
  readonly oneOf?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** One sentence of the manual. Keys that are only accepted need none. */
  readonly description: string;
}

export interface KeySection {
  readonly title: string;
  readonly keys: readonly KnownKey[];
}

export function honoured(path: string, type: KeyType, description: string, more: Partial<KnownKey> = {}): KnownKey {
  return { path, type, status: 'honour', description, ...more };
}

/** Keys that are accepted and have no effect yet: each gives one WARN at start. */
export function unsupported(...paths: readonly string[]): readonly KnownKey[] {
  return paths.map((path) => ({ path, type: 'any', status: 'warn', description: 'Not supported yet.' }));
}

/** Keys that are accepted silently. */
export function ignored(...paths: readonly string[]): readonly KnownKey[] {
  return paths.map((path) => ({ path, type: 'any', status: 'ignore', description: 'Accepted, without effect.' }));
}
