import { Modal, Stack } from '@mantine/core';
import type { Json } from '@windhover/model';
import { useQuery } from '@tanstack/react-query';
import { auditLogs, type WireAuditEntry } from '../../api/audit-logs.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { JsonTree } from '../../components/json-tree.tsx';
import { DiffView } from '../../diff/diff-view.tsx';
import { formatInstantWithZone } from '../../format/instant.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { useFocusBack } from '../../components/use-focus-back.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './audit-logs.module.css';
import { factsOf, sentence, whoOf } from './audit-words.ts';

const words = administrationText.audit;

interface AuditEntryDialogProps {
  readonly named: string | undefined;
  readonly entry: WireAuditEntry;
  readonly onClose: () => void;
}

/** One entry with all its details, and what the change changed where that is kept. */
export function AuditEntryDialog({ named, entry, onClose }: AuditEntryDialogProps) {
  useFocusBack(true);
  const tenant = useTenant();
  const permissions = usePermissions();
  const { auditLog } = entry;
  const diff = useQuery({
    queryKey: tenantKey(tenant, 'audit-diff', auditLog.id),
    queryFn: () => auditLogs.diff(named, auditLog.id),
    enabled: permissions.can('AUDITLOG:VIEW'),
    retry: false,
  });
  const { before, after } = diff.data ?? {};
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={words.entryTitle(sentence(auditLog.type), sentence(auditLog.detail.resource).toLowerCase())}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <Stack gap="md">
        <span>
          {words.by(whoOf(entry), formatInstantWithZone(Date.parse(auditLog.date)))}
          {auditLog.impersonatedBy !== undefined && <span className="dim"> {words.on(auditLog.impersonatedBy)}</span>}
        </span>
        <section aria-label={words.details}>
          <JsonTree value={factsOf(auditLog.detail) as { [key: string]: Json }} />
        </section>
        {(before !== undefined || after !== undefined) && (
          <div className={classes.diff}>
            <DiffView label={words.changes} before={before ?? ''} after={after ?? ''} />
          </div>
        )}
      </Stack>
    </Modal>
  );
}
