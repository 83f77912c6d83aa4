/**
 * Who holds a place under the limits of a tenant, and who waits for one. An execution holds one in every scope that limits
 * it, or none. Derived from live executions, never counted apart from them.
 */
import type { TenantKey } from '@windhover/model';
import type { SlotRow } from '@windhover/ports';
import { flowKey, type FlowName, type LimitScope } from '@windhover/services';
import { Places, type PlaceAsker } from './places.ts';

/** Someone who asks; named by its execution, whatever memory of it is the current one. */
export interface Asker extends PlaceAsker {
  readonly tenantKey: TenantKey;
  /** Where its rows are. */
  readonly shard: number;
  readonly flow: FlowName;
  /** Started by an execution that waits for it, or did. */
  readonly isChild: boolean;
  /** Innermost first. */
  readonly limits: readonly LimitScope[];
}

export type Slot = Pick<SlotRow, 'scope' | 'lentBy'>;

export interface Slots {
  /** The first scope in which no place is free; undefined when there is one in all. */
  findFull(asker: Asker): LimitScope | undefined;
  /** Whether executions of its flow wait: it must not overtake them. */
  hasWaiting(asker: Asker): boolean;
  /** Holds a place in each of its scopes from now on, and in no other, whatever the limits say. */
  take(asker: Asker): void;
  /**
   * Waits behind all who wait already; `admit` is called once it holds its places, with a warning when there was no room for
   * it. A repeat keeps its turn.
   */
  wait(asker: Asker, admit: (warning?: string) => void): void;
  /** Gives up places and turn; answers whether it held or waited. */
  leave(of: Pick<Asker, 'executionId' | 'tenantKey'>): boolean;
  isWaiting(of: Pick<Asker, 'executionId' | 'tenantKey'>): boolean;
  /** The places that it holds; undefined when it holds none. */
  heldBy(of: Pick<Asker, 'executionId' | 'tenantKey'>): readonly Slot[] | undefined;
  /** Lets those in, oldest first, that find a place in all their scopes; who does not is passed over. */
  admitWaiting(tenantKey: TenantKey): void;
  /**
   * The oldest for which executions wait while all who fill its limits do nothing but wait too: by itself it would not begin
   * any more. `goesOn`: of a holder, whether it gets anywhere.
   */
  findStuck(tenantKey: TenantKey, goesOn: (executionId: string) => boolean): Asker | undefined;
  /** Lets one in that waits, whatever the limits say. */
  admitBeyond(of: Pick<Asker, 'executionId' | 'tenantKey'>, warning: string): void;
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
  readonly admit: (warning?: string) => void;
}

interface Tenant {
  /** By scope. */
  readonly places: Map<string, Places>;
  readonly held: Map<string, readonly string[]>;
  /**
   * By line and execution, oldest first: those in one line have the same limits and may be lent the same places, so only
   * the first needs to be looked at.
   */
  readonly lines: Map<string, Map<string, Waiter>>;
  readonly lineOf: Map<string, string>;
}

export function createSlots(): Slots {
  const tenants = new Map<TenantKey, Tenant>();
  let turns = 0;

  return {
    findFull: (asker) => findFull(tenants.get(asker.tenantKey), asker),
    hasWaiting(asker) {
      const tenant = tenants.get(asker.tenantKey);
      if (tenant === undefined) return false;
      const { lines } = tenant;
      // A child does not stand behind others while the tenant is closed to those, nor when it is lent what they are not.
      const isPreferred = asker.limits.some(({ closed }) => closed !== undefined) || lenderOf(tenant, asker) !== '';
      if (lines.has(lineName(tenant, asker))) return true;
      return !isPreferred && lines.has(lineName(tenant, { ...asker, isChild: !asker.isChild }));
    },
    take(asker) {
      const tenant = tenantOf(asker.tenantKey);
      leaveLine(tenant, asker.executionId);
      give(tenant, asker);
    },
    wait(asker, admit) {
      const tenant = tenantOf(asker.tenantKey);
      const name = lineName(tenant, asker);
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
    heldBy({ tenantKey, executionId }) {
      const tenant = tenants.get(tenantKey);
      return tenant?.held.get(executionId)?.map((scope) => {
        return { scope, lentBy: tenant.places.get(scope)!.lenderOf(executionId) ?? null };
      });
    },
    admitWaiting(tenantKey) {
      const tenant = tenants.get(tenantKey);
      if (tenant === undefined) return;
      const fits = (asker: Asker): boolean => findFull(tenant, asker) === undefined;
      for (let next = oldestOf(tenant, fits); next !== undefined; next = oldestOf(tenant, fits)) {
        leaveLine(tenant, next.asker.executionId);
        give(tenant, next.asker);
        next.admit();
      }
    },
    findStuck(tenantKey, goesOn) {
      const tenant = tenants.get(tenantKey);
      return tenant && oldestOf(tenant, (asker) => isStuck(tenant, asker, goesOn))?.asker;
    },
    admitBeyond({ tenantKey, executionId }, warning) {
      const tenant = tenants.get(tenantKey);
      const waiter = tenant?.lines.get(tenant.lineOf.get(executionId) ?? '')?.get(executionId);
      if (tenant === undefined || waiter === undefined) return;
      leaveLine(tenant, executionId);
      give(tenant, waiter.asker);
      waiter.admit(warning);
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
      tenant = { places: new Map(), held: new Map(), lines: new Map(), lineOf: new Map() };
      tenants.set(tenantKey, tenant);
    }
    return tenant;
  }
}

/**
 * Children have a line of their own: what keeps others out may let them in; and so have those of one parent that holds
 * places, since it lends them to nobody else. So has what a kill switch ignores, which may be single executions of a flow.
 */
function lineName(tenant: Tenant, asker: Omit<Asker, 'executionId'>): string {
  const ignored = asker.limits.find(({ closed }) => closed?.by === 'switch');
  const ofChildren = asker.isChild ? ['child', lenderOf(tenant, asker)] : [];
  return [flowKey(asker.flow), ...ofChildren, ...(ignored === undefined ? [] : [ignored.name])].join('/');
}

/** The nearest execution that waits for it and holds a place; empty when there is none. */
function lenderOf({ held }: Tenant, { ancestors }: Pick<Asker, 'ancestors'>): string {
  return ancestors.find((id) => held.has(id)) ?? '';
}

function findFull(tenant: Tenant | undefined, asker: Asker): LimitScope | undefined {
  return asker.limits.find((limit) => isFull(tenant, asker, limit));
}

function isFull(tenant: Tenant | undefined, asker: Asker, { name, concurrency, closed }: LimitScope): boolean {
  if (closed !== undefined) return !(asker.isChild && closed.toChildren);
  return concurrency !== undefined && tenant?.places.get(name)?.hasRoomFor(asker, concurrency.limit) === false;
}

function isStuck(tenant: Tenant, asker: Asker, goesOn: (executionId: string) => boolean): boolean {
  if (asker.ancestors.length === 0) return false;
  const full = asker.limits.filter((limit) => isFull(tenant, asker, limit));
  if (full.length === 0 || full.some(({ closed }) => closed !== undefined)) return false;
  return full.every(({ name }) => !Iterator.from(tenant.places.get(name)!.holders()).some(goesOn));
}

/** Of the first ones of all lines. */
function oldestOf(tenant: Tenant, isAsked: (asker: Asker) => boolean): Waiter | undefined {
  let oldest: Waiter | undefined;
  for (const line of tenant.lines.values()) {
    const first: Waiter = line.values().next().value!;
    if (oldest !== undefined && oldest.turn < first.turn) continue;
    if (isAsked(first.asker)) oldest = first;
  }
  return oldest;
}

/** What it keeps it goes on lending. */
function give(tenant: Tenant, asker: Asker): void {
  const { executionId, limits } = asker;
  const names = limits.flatMap(({ name, concurrency }) => (concurrency === undefined ? [] : name));
  giveBack(tenant, executionId, names);
  if (names.length > 0) tenant.held.set(executionId, names);
  for (const name of names) {
    const places = tenant.places.get(name) ?? new Places();
    tenant.places.set(name, places);
    places.add(asker);
  }
}

/** Answers whether it held any. */
function giveBack(tenant: Tenant, executionId: string, except: readonly string[] = []): boolean {
  const names = tenant.held.get(executionId);
  if (names === undefined) return false;
  tenant.held.delete(executionId);
  for (const name of names) {
    if (except.includes(name)) continue;
    const places = tenant.places.get(name)!;
    places.delete(executionId);
    if (places.isEmpty) tenant.places.delete(name);
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
