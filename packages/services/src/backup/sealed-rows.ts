/** Rows that hold what is sealed under keys of this instance: a backup holds it opened, and is encrypted as a whole. */
import type { Namespace, Secret, TenantKey } from '@windhover/model';
import type { BackupRow, TableRow } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { mapValues } from '../secrets/secret-versions.ts';
import { openValues, sealValues } from './sealed-values.ts';
import { namespaceSettingsKey, openSettings, sealSettings, withoutSealed } from '../tenants/sealed-settings.ts';

type CipherDeps = Pick<Deps, 'ciphers'>;

/** Throws what the cipher says of a secret that cannot be opened. */
export async function openRow({ ciphers }: CipherDeps, key: TenantKey, entry: TableRow): Promise<TableRow> {
  switch (entry.table) {
    case 'secrets': {
      const cipher = await ciphers.of(key);
      return withBody<Secret>(entry, (secret) => mapValues(secret, (sealed, place) => cipher.open(place, sealed)));
    }
    case 'namespaces':
      return withBody<Namespace>(entry, async (namespace) => ({
        ...namespace,
        settings: await openSettings({ ciphers }, { ...namespace, key: namespaceSettingsKey(key, namespace.id) }),
      }));
    default:
      return withColumns(entry, (json) => openValues(json, () => ciphers.of(key)));
  }
}

/** The row without what may stand in an encrypted backup only; undefined when nothing else is left. */
export async function withoutSecrets(entry: TableRow): Promise<TableRow | undefined> {
  switch (entry.table) {
    case 'secrets':
      return undefined;
    case 'namespaces':
      return withBody<Namespace>(entry, (namespace) => ({ ...namespace, settings: withoutSealed(namespace.settings) }));
    default:
      return entry;
  }
}

/** For a tenant of this instance. */
export async function sealRow({ ciphers }: CipherDeps, key: TenantKey, entry: TableRow): Promise<TableRow> {
  switch (entry.table) {
    case 'secrets': {
      const cipher = await ciphers.of(key);
      return withBody<Secret>(entry, (secret) => mapValues(secret, (plain, place) => cipher.seal(place, plain)));
    }
    case 'namespaces':
      return withBody<Namespace>(entry, async (namespace) => ({
        ...namespace,
        settings: await sealSettings({ ciphers }, namespaceSettingsKey(key, namespace.id), namespace.settings),
      }));
    default:
      return withColumns(entry, (json) => sealValues(json, () => ciphers.of(key)));
  }
}

/** Columns with JSON in which runs seal values. */
const valueColumns: Readonly<Record<string, readonly string[]>> = {
  executions: ['body'],
  task_runs: ['body', 'outputs'],
  triggers: ['body'],
};

async function withColumns(entry: TableRow, change: (json: string) => Promise<string>): Promise<TableRow> {
  const row: Record<string, BackupRow[string]> = { ...entry.row };
  for (const column of valueColumns[entry.table] ?? []) {
    const json = row[column];
    if (typeof json === 'string') row[column] = await change(json);
  }
  return { ...entry, row };
}

async function withBody<Body>(
  { table, row }: TableRow,
  change: (body: Body) => Body | Promise<Body>,
): Promise<TableRow> {
  const body = await change(JSON.parse(row['body'] as string) as Body);
  return { table, row: { ...row, body: JSON.stringify(body) } };
}
