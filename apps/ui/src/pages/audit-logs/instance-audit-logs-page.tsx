import { PageBar } from '../../components/page-bar.tsx';
import { t } from '../../messages/en.ts';
import { AuditLog } from './audit-log.tsx';

/** Of all tenants, and of what belongs to none: sign-ins, users, tenants. */
export function InstanceAuditLogsPage() {
  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.instanceAuditLogs.title} />
      <AuditLog named={undefined} />
    </>
  );
}
