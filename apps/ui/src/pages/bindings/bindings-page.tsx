import { useQuery } from '@tanstack/react-query';
import { IconUserKey } from '@tabler/icons-react';
import { useState } from 'react';
import { bindings, type WireBinding } from '../../api/access.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { GiveAccessDialog } from './give-access-dialog.tsx';

const columns: readonly Column<WireBinding>[] = [
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
];

/** Who has which role in this tenant. */
export function BindingsPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { page, size, pager } = usePaging();
  const [giving, setGiving] = useState(false);
  const list = useQuery({
    queryKey: tenantKey(tenant, 'bindings', page, size),
    queryFn: () => bindings.list(tenant, { page, size }),
    placeholderData: (before) => before,
  });
  const renew = async () => {
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'bindings') });
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'my-access') });
  };
  const deletion = useDeletion<WireBinding>({
    words: {
      ...t.bindings,
      removeTitle: (_, binding) => t.bindings.removeTitle(whoOf(binding), binding.role.name),
      removed: () => t.bindings.removed,
    },
    nameOf: (binding) => `${whoOf(binding)}, ${binding.role.name}`,
    whyNot: () => lacking(permissions, 'BINDING:DELETE'),
    remove: async (binding) => {
      await bindings.remove(tenant, binding.id);
      await renew();
    },
  });
  const give = (
    <CreateButton
      label={t.bindings.create}
      reason={lacking(permissions, 'BINDING:CREATE')}
      onClick={() => setGiving(true)}
    />
  );

  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.bindings.title} actions={give} />
      <ListView
        label={t.bindings.title}
        list={list}
        columns={[...columns, deletion.column]}
        rows={list.data?.results}
        rowKey={(binding) => binding.id}
        empty={
          <NothingListed icon={<IconUserKey />} title={t.bindings.empty} text={t.bindings.emptyText} action={give} />
        }
        foot={pager(list.data?.total ?? 0)}
      />
      <GiveAccessDialog opened={giving} onClose={() => setGiving(false)} onGiven={renew} />
      {deletion.question}
    </>
  );
}

function whoOf(binding: WireBinding): string {
  return binding.user?.displayName ?? binding.user?.username ?? binding.group?.name ?? '';
}
