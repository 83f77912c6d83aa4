import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconTrash, IconUserKey } from '@tabler/icons-react';
import { useState } from 'react';
import { bindings, type WireBinding } from '../../api/access.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { toast } from '../../components/toast.ts';
import { usePaging } from '../../components/use-paging.tsx';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { GiveAccessDialog } from './give-access-dialog.tsx';

const columns = (actions: Column<WireBinding>['cell']): readonly Column<WireBinding>[] => [
  {
    id: 'who',
    header: t.bindings.columns.who,
    cell: (binding) => (
      <>
        {whoOf(binding)} {binding.type === 'GROUP' && <span className="dim">({t.bindings.group})</span>}
      </>
    ),
  },
  { id: 'role', header: t.bindings.columns.role, cell: (binding) => binding.role.name },
  {
    id: 'namespace',
    header: t.bindings.columns.namespace,
    cell: (binding) => binding.namespace ?? <span className="dim">{t.bindings.everywhere}</span>,
  },
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

/** Who has which role in this tenant. */
export function BindingsPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { page, size, pager } = usePaging();
  const [giving, setGiving] = useState(false);
  const [taking, setTaking] = useState<WireBinding>();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'bindings', page, size),
    queryFn: () => bindings.list(tenant, { page, size }),
    placeholderData: (before) => before,
  });
  const renew = async () => {
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'bindings') });
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'my-access') });
  };
  const whyNotGive = permissions.can('BINDING:CREATE') ? undefined : t.tenants.needs('BINDING:CREATE');
  const whyNotTake = permissions.can('BINDING:DELETE') ? undefined : t.tenants.needs('BINDING:DELETE');
  const give = (
    <Tooltip label={whyNotGive} disabled={whyNotGive === undefined}>
      <Button leftSection={<IconPlus size={15} />} disabled={whyNotGive !== undefined} onClick={() => setGiving(true)}>
        {t.bindings.create}
      </Button>
    </Tooltip>
  );

  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.bindings.title} actions={give} />
      {list.error === null ? (
        <>
          <DataTable
            label={t.bindings.title}
            columns={columns((binding) => (
              <Tooltip label={whyNotTake ?? t.bindings.remove}>
                <ActionIcon
                  size={24}
                  disabled={whyNotTake !== undefined}
                  aria-label={`${t.bindings.remove}: ${whoOf(binding)}, ${binding.role.name}`}
                  onClick={() => setTaking(binding)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            ))}
            rows={list.data?.results}
            rowKey={(binding) => binding.id}
            stale={list.isPlaceholderData}
            empty={
              <PageNotice icon={<IconUserKey />} title={t.bindings.empty} action={give}>
                {t.bindings.emptyText}
              </PageNotice>
            }
          />
          {pager(list.data?.total ?? 0)}
        </>
      ) : (
        <PageError error={list.error} onRetry={() => void list.refetch()} />
      )}
      <GiveAccessDialog opened={giving} onClose={() => setGiving(false)} onGiven={renew} />
      <ConfirmDialog
        opened={taking !== undefined}
        title={taking === undefined ? '' : t.bindings.removeTitle(whoOf(taking), taking.role.name)}
        confirmLabel={t.bindings.remove}
        onConfirm={async () => {
          await bindings.remove(tenant, taking!.id);
          await renew();
          toast(t.bindings.removed);
        }}
        onClose={() => setTaking(undefined)}
      >
        {t.bindings.removeText}
      </ConfirmDialog>
    </>
  );
}

function whoOf(binding: WireBinding): string {
  return binding.user?.displayName ?? binding.user?.username ?? binding.group?.name ?? '';
}
