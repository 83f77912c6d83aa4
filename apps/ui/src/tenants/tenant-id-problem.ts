import { tenantIdPattern } from '@windhover/model';
import { t } from '../messages/en.ts';

/** What is wrong with an id while it is typed; whether it is free and not reserved only the server knows. */
export function tenantIdProblem(id: string): string | undefined {
  return id === '' || tenantIdPattern.test(id) ? undefined : t.tenants.idPattern;
}
