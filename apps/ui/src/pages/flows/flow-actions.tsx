import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { IconDots, IconPlayerPlayFilled, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
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
  const whyNotExecute = whyNot.execute(flow, permissions);
  const whyNotDelete = whyNot.deleteFlow(flow, permissions);

  const remove = async () => {
    await flows.remove(tenant, flow.namespace, flow.id);
    toast(t.flows.removed(flow.id));
    await navigate({ to: paths.flows(tenant) });
    queryClient.removeQueries({ queryKey: tenantKey(tenant, 'flow', flow.namespace, flow.id) });
  };

  return (
    <>
      <Tooltip label={whyNotExecute} disabled={whyNotExecute === undefined}>
        <Button
          leftSection={<IconPlayerPlayFilled size={13} />}
          disabled={whyNotExecute !== undefined}
          onClick={() => setExecuting(true)}
        >
          {t.flows.execute}
        </Button>
      </Tooltip>
      <Menu>
        <Menu.Target>
          <ActionIcon size={30} variant="default" aria-label={t.moreActions}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} />}
            disabled={whyNotDelete !== undefined}
            title={whyNotDelete}
            onClick={() => setDeleting(true)}
          >
            {t.flows.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ExecuteDialog flow={flow} opened={executing} onClose={() => setExecuting(false)} />
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
