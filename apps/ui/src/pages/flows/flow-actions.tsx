import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  IconCopy,
  IconDownload,
  IconPlayerPlayFilled,
  IconToggleLeft,
  IconToggleRight,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { flowBulk } from '../../api/flow-bulk.ts';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { saveFile } from '../../files/save-file.ts';
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
  const isDisabled = flow.disabled === true;
  const [deleting, setDeleting] = useState(false);

  const remove = async () => {
    await flows.remove(tenant, flow.namespace, flow.id);
    toast(t.flows.removed(flow.id));
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flows') });
    await navigate({ to: paths.flows(tenant) });
    queryClient.removeQueries({ queryKey: tenantKey(tenant, 'flow', flow.namespace, flow.id) });
  };

  const change = async (operation: 'enable' | 'disable') => {
    try {
      await flowBulk.change(tenant, operation, { names: [flow] });
    } catch (error) {
      toastError(t.flows.changeFailed, error);
      return;
    }
    toast(operation === 'enable' ? t.flows.enabled(flow.id) : t.flows.nowDisabled(flow.id));
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flow', flow.namespace, flow.id) }),
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flows') }),
    ]);
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
          label={t.flows.duplicate}
          icon={<IconCopy size={15} />}
          reason={lacking(permissions, 'FLOW:CREATE', flow.namespace)}
          onClick={() =>
            void navigate({
              to: paths.newFlow(tenant),
              search: { namespace: flow.namespace, copyOf: flow.id } as never,
            })
          }
        />
        <ActionItem
          label={t.flows.download}
          icon={<IconDownload size={15} />}
          onClick={() => saveFile(new Blob([flow.source ?? '']), `${flow.namespace}.${flow.id}.yaml`)}
        />
        {isDisabled ? (
          <ActionItem
            label={t.flows.enable}
            icon={<IconToggleRight size={15} />}
            reason={whyNot.enableFlow(flow, permissions)}
            onClick={() => void change('enable')}
          />
        ) : (
          <ActionItem
            label={t.flows.disable}
            icon={<IconToggleLeft size={15} />}
            reason={whyNot.disableFlow(flow, permissions)}
            onClick={() => void change('disable')}
          />
        )}
        <Menu.Divider />
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
