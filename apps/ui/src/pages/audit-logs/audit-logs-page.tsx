import { PageBar } from '../../components/page-bar.tsx';
import { t } from '../../messages/en.ts';
import { MainIsTaken } from '../../tenants/main-is-taken.tsx';
import { useNamedTenant } from '../../tenants/use-named-tenant.ts';
import { AuditLog } from './audit-log.tsx';

export function AuditLogsPage() {
  const named = useNamedTenant();
  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.auditLogs.title} />
      {named === undefined ? <MainIsTaken /> : <AuditLog named={named} />}
    </>
  );
}
