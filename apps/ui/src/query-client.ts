import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './api/api-error.ts';

/** Keys of cached answers begin with the tenant they belong to, so that no page can show another tenant's. */
export const tenantKey = (tenant: string | undefined, ...rest: readonly unknown[]): readonly unknown[] => [
  'tenant',
  tenant ?? '',
  ...rest,
];

/** Asks again after so many milliseconds, but not for what is refused: each refusal is an entry in the audit log. */
export const every =
  (ms: number) =>
  ({ state: { error } }: { readonly state: { readonly error: Error | null } }): number | false =>
    isApiError(error, 403) ? false : ms;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => failures < 2 && (!isApiError(error) || error.status === 0 || error.status >= 500),
      retryDelay: (failures) => 400 * 2 ** failures,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
