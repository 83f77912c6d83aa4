import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Dialect } from './dialect.ts';
import type { SqlReads } from './sql-reads.ts';
import type { SqlStep, Write } from './sql-step.ts';
import type { OneTenant } from './sql-text.ts';

/** What stores of one tenant are made of. */
export interface ScopeDeps {
  readonly tenant: OneTenant;
  readonly reads: SqlReads;
  readonly dialect: Dialect;
  /** Where system flows live; lists filtered by scope tell them apart by it. */
  readonly systemNamespace: string;
  /** How many rows a search looks through that no index answers: the newest ones, or those that the page asks for first. */
  readonly searchReach: number;
  /** Key of the chain of audit logs; undefined: they are chained without one. Asked for at each entry. */
  readonly auditKey: () => Uint8Array | undefined;
  /** Refused once the tenant is gone, so that nothing grows under a retained key. */
  readonly write: Write;
  /** Carried out even then. */
  readonly writeRetained: Write;
}

/** What stores above tenants are made of. */
export interface InstanceDeps {
  readonly reads: SqlReads;
  readonly dialect: Dialect;
  readonly write: Write;
  /** The end of a tenant: its own rows and the instance's record of it go together. */
  writeEnd(key: TenantKey, ...steps: readonly SqlStep[]): WriteOp;
}
