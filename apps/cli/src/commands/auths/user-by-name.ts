import { DoesNotExist, type User } from '@windhover/model';
import type { DirectContext } from '../../direct/direct-context.ts';

/** Throws `DoesNotExist`. */
export async function userByName({ deps }: DirectContext, username: string): Promise<User> {
  const user = await deps.store.identity.findUserByName(username);
  if (user === undefined) throw new DoesNotExist({ thing: 'User', id: username });
  return user;
}
