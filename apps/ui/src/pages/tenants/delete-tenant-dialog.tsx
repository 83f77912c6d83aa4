import { useQuery } from '@tanstack/react-query';
import { executions } from '../../api/executions.ts';
import { flows } from '../../api/flows.ts';
import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';

interface DeleteTenantDialogProps {
  readonly tenant: WireTenant | undefined;
  readonly onClose: () => void;
}

export function DeleteTenantDialog({ tenant, onClose }: DeleteTenantDialogProps) {
  const id = tenant?.id ?? '';
  const counts = useQuery({
    queryKey: tenantKey(id, 'counts'),
    queryFn: async () => {
      const [flowPage, executionPage] = await Promise.all([
        flows.list(id, { page: 1, size: 1 }),
        executions.list(id, { page: 1, size: 1 }),
      ]);
      return t.tenants.removeCounts(flowPage.total, executionPage.total);
    },
    enabled: tenant !== undefined,
    retry: false,
  });

  const remove = async () => {
    await tenants.remove(id);
    queryClient.removeQueries({ queryKey: tenantKey(id) });
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['tenants'] }),
      queryClient.invalidateQueries({ queryKey: ['me'] }),
    ]);
    toast(t.tenants.removed(id));
  };

  return (
    <ConfirmDialog
      opened={tenant !== undefined}
      title={t.tenants.removeTitle(id)}
      confirmLabel={t.tenants.remove}
      typeToConfirm={id}
      onConfirm={remove}
      onClose={onClose}
    >
      {counts.data !== undefined && <p style={{ margin: '0 0 8px', fontWeight: 600 }}>{counts.data}</p>}
      {t.tenants.removeText}
    </ConfirmDialog>
  );
}
