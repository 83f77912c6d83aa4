/**
 * Row-level security, forced, so that it binds the owner of the tables too. Who asks is told for one transaction by two
 * settings: `windhover.tenant` names the tenant of a scope, `windhover.role` the engine or the instance's own parts.
 * Without either no row is seen and none can be written. The settings are read once a statement, not once a row.
 */
const tenant = `(select nullif(current_setting('windhover.tenant', true), ''))`;
const role = `(select current_setting('windhover.role', true))`;

/** `reads`: others alone write. */
export type Reach = 'all' | 'reads';

export interface SecuredTable {
  readonly table: string;
  /** What a scope reaches of its own tenant's rows. */
  readonly scope?: Reach;
  /** What each role reaches, of all rows. */
  readonly engine?: Reach;
  readonly instance?: Reach;
}

export function secure(tables: readonly SecuredTable[]): string {
  return tables.map(secureTable).join('\n');
}

function secureTable({ table, scope, ...roles }: SecuredTable): string {
  return [
    `alter table ${table} enable row level security;`,
    `alter table ${table} force row level security;`,
    ...(scope === undefined ? [] : [policy(table, 'scope', scope, `tenant_id = ${tenant}`)]),
    ...Object.entries(roles).map(([name, reach]) => policy(table, name, reach, `${role} = '${name}'`)),
  ].join('\n');
}

/** What may be seen may be written, unless it is only read. */
function policy(table: string, name: string, reach: Reach, condition: string): string {
  return `create policy ${table}_${name} on ${table} for ${reach === 'reads' ? 'select' : 'all'} using (${condition});`;
}
