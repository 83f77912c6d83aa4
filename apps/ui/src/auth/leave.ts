import { session } from '../api/session.ts';
import { uiPath } from '../api/mount.ts';
import { queryClient } from '../query-client.ts';

/**
 * Ends the session and forgets everything that was loaded or drafted; the page starts anew at the sign-in form, by way of
 * the provider when the session began there.
 */
export async function leave(): Promise<void> {
  const signedOut = await session.signOut();
  queryClient.clear();
  sessionStorage.clear();
  window.location.assign(signedOut?.endSessionUrl ?? `${uiPath}/login`);
}
