/** Creations under an idempotency key: a repeat, however soon, answers the first execution. */
import type { Execution } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';
import type { Tools } from './tools.ts';

type Create = (request: CreateExecution) => Promise<Execution>;

export function createOnce(create: Create, { deps }: Tools): Create {
  /** Those that are on their way, by tenant and key. */
  const creating = new Map<string, Promise<Execution>>();

  return (request) => {
    if (request.idempotencyKey === undefined) return create(request);
    const name = `${request.tenantKey}/${request.idempotencyKey}`;
    let creation = creating.get(name);
    if (creation === undefined) {
      creation = findOrCreate(request, request.idempotencyKey).finally(() => creating.delete(name));
      creating.set(name, creation);
    }
    return creation;
  };

  async function findOrCreate(request: CreateExecution, key: string): Promise<Execution> {
    const { shards } = deps.store;
    const id = await shards.findIdempotent(request.tenantKey, key);
    const row = id === undefined ? undefined : await shards.findExecution(request.tenantKey, id);
    return row === undefined ? create(request) : toExecution(row);
  }
}
