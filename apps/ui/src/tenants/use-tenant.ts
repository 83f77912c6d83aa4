import { useParams } from '@tanstack/react-router';

/** The tenant of the page's address; undefined for the default tenant, which has no segment. */
export function useTenant(): string | undefined {
  return useParams({ strict: false, select: (parameters: { tenant?: string }) => parameters.tenant });
}
