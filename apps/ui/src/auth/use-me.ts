import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { session } from '../api/session.ts';
import type { Me } from '../api/wire.ts';

/** Who is signed in and which tenants they may enter. Renewed lightly, so that a tenant given elsewhere turns up by itself. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: session.me,
  staleTime: 5_000,
  refetchInterval: 15_000,
});

export const configsQuery = queryOptions({ queryKey: ['configs'], queryFn: session.configs, staleTime: 300_000 });

/** Only below the signed-in frame, which loads it before anything is drawn. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function displayName(me: Me): string {
  const name = [me.profile.firstName, me.profile.lastName]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  return name === '' ? me.profile.username : name;
}
