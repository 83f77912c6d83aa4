import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './api/api-error.ts';

/** Keys of cached answers begin with the tenant they belong to, so that no page can show another tenant's. */
export const tenantKey = (tenant: string | undefined, ...rest: readonly unknown[]): readonly unknown[] => [
  'tenant',
  tenant ?? '',
  ...rest,
];

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
