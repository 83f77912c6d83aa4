import { isApiError } from '../api/api-error.ts';
import { session } from '../api/session.ts';
import { queryClient } from '../query-client.ts';
import { meQuery } from './use-me.ts';

/** Whether the caller may go in, or has to sign in or set the instance up first. Throws when the server says neither. */
export async function enter(): Promise<'in' | 'login' | 'setup'> {
  try {
    await queryClient.ensureQueryData(meQuery);
    return 'in';
  } catch (error) {
    if (!isApiError(error, 401)) throw error;
    return (await session.isInitialized()) ? 'login' : 'setup';
  }
}
