/**
 * Who holds a place under the limits of a tenant, and who waits for one. An execution holds one in every scope that limits
 * it, or none. Derived from live executions, never counted apart from them.
 */
import type { TenantKey } from '@windhover/model';
import { flowKey, type FlowName, type LimitScope } from '@windhover/services';

/** Someone who asks; named by its execution, whatever memory of it is the current one. */
export interface Asker {
  readonly executionId: string;
  readonly tenantKey: TenantKey;
  /** Where its rows are. */
  readonly shard: number;
  readonly flow: FlowName;
  /** Started by an execution that waits for it, or did. */
  readonly isChild: boolean;
  /** Innermost first. */
  readonly limits: readonly LimitScope[];
}

export interface Slots {
  /** The first scope in which no place is free; undefined when there is one in all. */
  findFull(asker: Asker): LimitScope | undefined;
  /** Whether executions of its flow wait: it must not overtake them. */
  hasWaiting(asker: Asker): boolean;
  /** Holds a place in each of its scopes from now on, and in no other, whatever the limits say. */
  take(asker: Asker): void;
  /** Waits behind all who wait already; `admit` is called once it holds its places. A repeat keeps its turn. */
  wait(asker: Asker, admit: () => void): void;
  /** Gives up places and turn; answers whether it held or waited. */
  leave(of: Pick<Asker, 'executionId' | 'tenantKey'>): boolean;
  isWaiting(of: Pick<Asker, 'executionId' | 'tenantKey'>): boolean;
  /** Names of the scopes in which it holds a place; undefined when it holds none. */
  heldBy(of: Pick<Asker, 'executionId' | 'tenantKey'>): readonly string[] | undefined;
  /** Lets those in, oldest first, that find a place in all their scopes; who does not is passed over. */
  admitWaiting(tenantKey: TenantKey): void;
  /** Executions that wait, of one tenant. */
  waitingOf(tenantKey: TenantKey): number;
  /** Of all tenants. */
  waitingCount(): number;
  /** Tenants of which executions wait. */
  tenantsWaiting(): Iterable<TenantKey>;
}

interface Waiter {
  readonly asker: Asker;
  readonly turn: number;
  readonly admit: () => void;
}

interface Tenant {
  /** Holders by scope. */
  readonly taken: Map<string, Set<string>>;
  readonly held: Map<string, readonly string[]>;
  /** By line and execution, oldest first: those in one line have the same limits, so only the first needs to be looked at. */
  readonly lines: Map<string, Map<string, Waiter>>;
  readonly lineOf: Map<string, string>;
}

export function createSlots(): Slots {
  const tenants = new Map<TenantKey, Tenant>();
  let turns = 0;

  return {
    findFull: (asker) => findFull(tenants.get(asker.tenantKey), asker),
    hasWaiting(asker) {
      const lines = tenants.get(asker.tenantKey)?.lines;
      if (lines === undefined) return false;
      // While the tenant is closed to all others, a child does not stand behind them.
      const isPreferred = asker.limits.some(({ closed }) => closed !== undefined);
      return lines.has(lineName(asker)) || (!isPreferred && lines.has(lineName({ ...asker, isChild: !asker.isChild })));
    },
    take(asker) {
      const tenant = tenantOf(asker.tenantKey);
      leaveLine(tenant, asker.executionId);
      give(tenant, asker);
    },
    wait(asker, admit) {
      const tenant = tenantOf(asker.tenantKey);
      const name = lineName(asker);
      const known = tenant.lineOf.get(asker.executionId);
      const turn = known === undefined ? turns++ : tenant.lines.get(known)!.get(asker.executionId)!.turn;
      if (known !== undefined && known !== name) leaveLine(tenant, asker.executionId);
      const line = tenant.lines.get(name) ?? new Map<string, Waiter>();
      tenant.lines.set(name, line);
      tenant.lineOf.set(asker.executionId, name);
      line.set(asker.executionId, { asker, admit, turn });
    },
    leave({ tenantKey, executionId }) {
      const tenant = tenants.get(tenantKey);
      if (tenant === undefined) return false;
      const didWait = leaveLine(tenant, executionId);
      const didHold = giveBack(tenant, executionId);
      if (tenant.held.size === 0 && tenant.lines.size === 0) tenants.delete(tenantKey);
      return didWait || didHold;
    },
    isWaiting: ({ tenantKey, executionId }) => tenants.get(tenantKey)?.lineOf.has(executionId) === true,
    heldBy: ({ tenantKey, executionId }) => tenants.get(tenantKey)?.held.get(executionId),
    admitWaiting(tenantKey) {
      const tenant = tenants.get(tenantKey);
      if (tenant === undefined) return;
      for (let next = nextOf(tenant); next !== undefined; next = nextOf(tenant)) {
        leaveLine(tenant, next.asker.executionId);
        give(tenant, next.asker);
        next.admit();
      }
    },
    waitingOf: (tenantKey) => tenants.get(tenantKey)?.lineOf.size ?? 0,
    waitingCount: () => tenants.values().reduce((count, { lineOf }) => count + lineOf.size, 0),
    *tenantsWaiting() {
      for (const [tenantKey, { lines }] of tenants) if (lines.size > 0) yield tenantKey;
    },
  };

  function tenantOf(tenantKey: TenantKey): Tenant {
    let tenant = tenants.get(tenantKey);
    if (tenant === undefined) {
      tenant = { taken: new Map(), held: new Map(), lines: new Map(), lineOf: new Map() };
      tenants.set(tenantKey, tenant);
    }
    return tenant;
  }
}

/**
 * Children have a line of their own: what keeps others out may let them in. So has what a kill switch ignores, which may be
 * single executions of a flow.
 */
function lineName({ flow, isChild, limits }: Pick<Asker, 'flow' | 'isChild' | 'limits'>): string {
  const ignored = limits.find(({ closed }) => closed?.by === 'switch');
  return [flowKey(flow), ...(isChild ? ['child'] : []), ...(ignored === undefined ? [] : [ignored.name])].join('/');
}

function findFull(tenant: Tenant | undefined, { executionId, limits, isChild }: Asker): LimitScope | undefined {
  return limits.find(({ name, concurrency, closed }) => {
    if (closed !== undefined) return !(isChild && closed.toChildren);
    const holders = tenant?.taken.get(name);
    if (concurrency === undefined || holders === undefined || holders.has(executionId)) return false;
    return holders.size >= concurrency.limit;
  });
}

function nextOf(tenant: Tenant): Waiter | undefined {
  let next: Waiter | undefined;
  for (const line of tenant.lines.values()) {
    const first: Waiter = line.values().next().value!;
    if (next !== undefined && next.turn < first.turn) continue;
    if (findFull(tenant, first.asker) === undefined) next = first;
  }
  return next;
}

function give(tenant: Tenant, { executionId, limits }: Asker): void {
  giveBack(tenant, executionId);
  const names = limits.flatMap(({ name, concurrency }) => (concurrency === undefined ? [] : name));
  if (names.length === 0) return;
  tenant.held.set(executionId, names);
  for (const name of names) {
    const holders = tenant.taken.get(name) ?? new Set();
    tenant.taken.set(name, holders.add(executionId));
  }
}

function giveBack(tenant: Tenant, executionId: string): boolean {
  const names = tenant.held.get(executionId);
  if (names === undefined) return false;
  tenant.held.delete(executionId);
  for (const name of names) {
    const holders = tenant.taken.get(name)!;
    holders.delete(executionId);
    if (holders.size === 0) tenant.taken.delete(name);
  }
  return true;
}

function leaveLine(tenant: Tenant, executionId: string): boolean {
  const name = tenant.lineOf.get(executionId);
  if (name === undefined) return false;
  tenant.lineOf.delete(executionId);
  const line = tenant.lines.get(name)!;
  line.delete(executionId);
  if (line.size === 0) tenant.lines.delete(name);
  return true;
}
