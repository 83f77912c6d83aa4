import { useNavigate } from '@tanstack/react-router';
import { IconPlayerPlayFilled, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { ExecuteDialog } from './execute-dialog.tsx';

export function FlowActions({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const [executing, setExecuting] = useState(false);
  const [deleting, setDeleting] = useState(false);

  const remove = async () => {
    await flows.remove(tenant, flow.namespace, flow.id);
    toast(t.flows.removed(flow.id));
    await navigate({ to: paths.flows(tenant) });
    queryClient.removeQueries({ queryKey: tenantKey(tenant, 'flow', flow.namespace, flow.id) });
  };

  return (
    <>
      <ActionButton
        primary
        label={t.flows.execute}
        icon={<IconPlayerPlayFilled size={13} />}
        reason={whyNot.execute(flow, permissions)}
        onClick={() => setExecuting(true)}
      />
      <ActionMenu>
        <ActionItem
          label={t.flows.remove}
          icon={<IconTrash size={15} />}
          reason={whyNot.deleteFlow(flow, permissions)}
          destructive
          onClick={() => setDeleting(true)}
        />
      </ActionMenu>
      {executing && <ExecuteDialog flow={flow} onClose={() => setExecuting(false)} />}
      <ConfirmDialog
        opened={deleting}
        title={t.flows.removeTitle(flow.id)}
        confirmLabel={t.flows.remove}
        typeToConfirm={flow.id}
        onConfirm={remove}
        onClose={() => setDeleting(false)}
      >
        {t.flows.removeText(flow.revision)}
      </ConfirmDialog>
    </>
  );
}
