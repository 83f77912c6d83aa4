import { tenancyMode } from '@windhover/model';
import type { Configuration } from './configuration.ts';

/** Whether tenants who do not trust each other share the instance: what guards them is strict unless it is told otherwise. */
export function isShared(configuration: Configuration): boolean {
  const enabled = configuration.get('boolean', 'kestra.ee.tenants.enabled');
  const defaultTenant = configuration.get('boolean', 'kestra.ee.tenants.default-tenant');
  return tenancyMode({ enabled, defaultTenant }) !== 'single';
}
