/** Creations under an idempotency key or for a trigger's tick: a repeat, however soon, answers the first execution. */
import type { Execution } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';
import type { Tools } from './tools.ts';

type Create = (request: CreateExecution) => Promise<Execution>;

export function createOnce(create: Create, { deps }: Tools): Create {
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

  async function findOrCreate(request: CreateExecution): Promise<Execution> {
    const { tenantKey, tick, idempotencyKey } = request;
    const { shards } = deps.store;
    const id =
      tick === undefined
        ? await shards.findIdempotent(tenantKey, idempotencyKey!)
        : await shards.findTick(tenantKey, tick.triggerKey, tick.tickAt);
    const row = id === undefined ? undefined : await shards.findExecution(request.tenantKey, id);
    return row === undefined ? create(request) : toExecution(row);
  }
}

function nameOf({ tenantKey, tick, idempotencyKey }: CreateExecution): string | undefined {
  if (tick !== undefined) return `${tenantKey}/tick/${tick.triggerKey}/${tick.tickAt}`;
  return idempotencyKey === undefined ? undefined : `${tenantKey}/key/${idempotencyKey}`;
}
