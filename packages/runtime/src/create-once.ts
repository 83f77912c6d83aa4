/** Creations under an idempotency key or for a trigger's tick: a repeat, however soon, answers the first execution. */
import type { Execution } from '@windhover/model';
import { toExecution, type Store } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';
import type { Tools } from './tools.ts';

type Create<Request extends CreateExecution> = (request: Request) => Promise<Execution>;

export function createOnce<Request extends CreateExecution>(create: Create<Request>, { deps }: Tools): Create<Request> {
  /** Those that are on their way, by tenant and key. */
  const creating = new Map<string, Promise<Execution>>();

  return (request) => {
    const name = nameOf(request);
    if (name === undefined) return create(request);
    let creation = creating.get(name);
    if (creation === undefined) {
      creation = findOrCreate(request).finally(() => creating.delete(name));
      creating.set(name, creation);
    }
    return creation;
  };

  async function findOrCreate(request: Request): Promise<Execution> {
    return (await findFirst(deps.store, request)) ?? create(request);
  }
}

/** The execution that the request has made, or that was made before for the same key or date. */
export async function findCreated(
  store: Pick<Store, 'shards'>,
  request: CreateExecution,
): Promise<Execution | undefined> {
  const row = await store.shards.findExecution(request.tenantKey, request.executionId);
  return row === undefined ? findFirst(store, request) : toExecution(row);
}

/** The execution that was made before for the same key or date; asks nobody when there is neither. */
export async function findFirst(
  { shards }: Pick<Store, 'shards'>,
  { tenantKey, tick, idempotencyKey }: CreateExecution,
): Promise<Execution | undefined> {
  let id: string | undefined;
  if (tick !== undefined) id = await shards.findTick(tenantKey, tick.triggerKey, tick.tickAt);
  else if (idempotencyKey !== undefined) id = await shards.findIdempotent(tenantKey, idempotencyKey);
  const row = id === undefined ? undefined : await shards.findExecution(tenantKey, id);
  return row && toExecution(row);
}

function nameOf({ tenantKey, tick, idempotencyKey }: CreateExecution): string | undefined {
  if (tick !== undefined) return `${tenantKey}/tick/${tick.triggerKey}/${tick.tickAt}`;
  return idempotencyKey === undefined ? undefined : `${tenantKey}/key/${idempotencyKey}`;
}
