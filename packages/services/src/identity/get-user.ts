import { NotFound, type User } from '@windhover/model';
import type { Deps } from '../deps.ts';

/** A person by id. Throws `NotFound`. */
export async function getUser(deps: Pick<Deps, 'store'>, id: string): Promise<User> {
  const user = await deps.store.identity.findUser(id);
  if (user === undefined || user.type !== 'USER') throw new NotFound({ thing: 'user' });
  return user;
}

/** A person or a service account by id: to older clients both are users with tokens. Throws `NotFound`. */
export async function getTokenOwner(deps: Pick<Deps, 'store'>, id: string): Promise<User> {
  const owner = await deps.store.identity.findUser(id);
  if (owner === undefined) throw new NotFound({ thing: 'user' });
  return owner;
}
