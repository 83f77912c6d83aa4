import { queryOptions } from '@tanstack/react-query';
import { session } from '../api/session.ts';

/** Which ways in there are: known to strangers, and the same for as long as a server runs. */
export const authMethodsQuery = queryOptions({
  queryKey: ['auth-methods'],
  queryFn: session.methods,
  staleTime: 300_000,
});
