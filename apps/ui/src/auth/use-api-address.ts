import { useQuery } from '@tanstack/react-query';
import { apiAddress } from '../api/api-address.ts';
import { contextPath } from '../api/mount.ts';
import { configsQuery } from './use-me.ts';

/** Addresses below that of the instance: as configured, else where this page came from. */
export function useApiAddress(): (...segments: readonly string[]) => string {
  const url = useQuery(configsQuery).data?.url ?? window.location.origin + contextPath;
  return (...segments) => apiAddress(url, ...segments);
}
