import type { WireFlow } from '../../api/wire.ts';
import { MainIsTaken } from '../../tenants/main-is-taken.tsx';
import { useNamedTenant } from '../../tenants/use-named-tenant.ts';
import { AuditLog } from '../audit-logs/audit-log.tsx';

/** Who changed a flow, started it, and acted on its executions. */
export function FlowAuditLog({ flow }: { readonly flow: WireFlow }) {
  const named = useNamedTenant();
  return named === undefined ? <MainIsTaken /> : <AuditLog named={named} flow={flow} />;
}
