/** Who asks: row-level security shows each of them what is theirs (`migrations/row-security.ts`). */
import type { TenantKey } from '@windhover/model';
import { fixed, type Statement } from './connection/statement.ts';

export interface Part {
  /** Whose rows; undefined: no tenant's. */
  readonly tenant?: TenantKey;
  /** The engine reaches executions of all tenants, the instance what stands above tenants. */
  readonly role?: 'engine' | 'instance';
}

export const engine: Part = { role: 'engine' };
export const instance: Part = { role: 'instance' };

/** A scope of one tenant. */
export function tenantPart(tenant: TenantKey): Part {
  return { tenant };
}

/** The end of a tenant takes its own rows and the instance's record of it together. */
export function endingPart(tenant: TenantKey): Part {
  return { tenant, role: 'instance' };
}

/** What writes of this part must not overtake: other writes of the same tenant, or of the instance. */
export function partLanes({ tenant, role }: Part): readonly string[] {
  return [...(tenant === undefined ? [] : [`tenant ${tenant}`]), ...(role === undefined ? [] : [role])];
}

export interface TransactionSettings {
  /** Where the tables are; undefined: where the database's own search path leads. */
  readonly schema: string | undefined;
  readonly statementTimeoutMs: number;
}

/** A client that is paused inside a transaction must not hold its rows for longer. */
const idleTimeoutMs = 10_000;

/**
 * The rest of the transaction is this part's. Everything is set anew and for this transaction only, so that nothing a
 * connection was left with counts, and nothing is left on it. Tables hold all tenants, so that reading one from end to end
 * is never the way to some rows of one tenant, however large; compiled plans pay for long analyses only.
 */
export function enter(part: Part, { schema, statementTimeoutMs }: TransactionSettings): Statement {
  return fixed(
    `select set_config('windhover.tenant', $1, true), set_config('windhover.role', $2, true),
       set_config('statement_timeout', $3, true), set_config('idle_in_transaction_session_timeout', $4, true),
       set_config('search_path', coalesce($5, current_setting('search_path')), true),
       set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`,
    part.tenant ?? '',
    part.role ?? '',
    String(statementTimeoutMs),
    String(idleTimeoutMs),
    schema === undefined ? null : `"${schema.replaceAll('"', '""')}"`,
  );
}
