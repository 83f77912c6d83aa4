import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconPlus, IconRobot, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { serviceAccounts, type WireServiceAccount } from '../../api/service-accounts.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { toast } from '../../components/toast.ts';
import { usePaging } from '../../components/use-paging.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { MainIsTaken } from '../../tenants/main-is-taken.tsx';
import { useNamedTenant } from '../../tenants/use-named-tenant.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = administrationText.accounts;

const columns = (actions: Column<WireServiceAccount>['cell']): readonly Column<WireServiceAccount>[] => [
  { id: 'name', header: words.columns.name, cell: (account) => account.name },
  {
    id: 'description',
    header: words.columns.description,
    cell: (account) => <span title={account.description}>{account.description}</span>,
  },
  {
    id: 'superAdmin',
    header: words.columns.superAdmin,
    width: 120,
    cell: (account) => (account.superAdmin ? words.superAdmin : ''),
  },
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

export function ServiceAccountsPage() {
  const named = useNamedTenant();
  if (named === undefined) return <MainIsTaken title={t.serviceAccounts.title} />;
  return <ServiceAccounts named={named} />;
}

/** The programs that may use a tenant; each leads to its tokens. */
function ServiceAccounts({ named }: { readonly named: string }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<WireServiceAccount>();
  const text = search['q'] ?? '';
  const list = useQuery({
    queryKey: tenantKey(tenant, 'service-accounts', page, size, text),
    queryFn: () =>
      serviceAccounts.list(named, { page, size, filters: [{ field: 'q', operation: 'EQUALS', value: text }] }),
    placeholderData: (before) => before,
  });
  const renew = () => queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'service-accounts') });
  const missing = (action: string) =>
    permissions.can(`SERVICE_ACCOUNT:${action}`) ? undefined : t.tenants.needs(`SERVICE_ACCOUNT:${action}`);
  const whyNotCreate = missing('CREATE');
  const whyNotDelete = missing('DELETE');
  const create = (
    <Tooltip label={whyNotCreate} disabled={whyNotCreate === undefined}>
      <Button
        leftSection={<IconPlus size={15} />}
        disabled={whyNotCreate !== undefined}
        onClick={() => setCreating(true)}
      >
        {words.create}
      </Button>
    </Tooltip>
  );
  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.serviceAccounts.title} actions={create} />
      <FilterBar>
        <SearchField label={words.search} value={text} onChange={(q) => setSearch({ q, page: undefined })} />
      </FilterBar>
      {list.error === null ? (
        <>
          <DataTable
            label={t.serviceAccounts.title}
            columns={columns((account) => (
              <Tooltip label={whyNotDelete ?? words.remove}>
                <ActionIcon
                  size={24}
                  disabled={whyNotDelete !== undefined}
                  aria-label={`${words.remove}: ${account.name}`}
                  onClick={() => setDeleting(account)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            ))}
            rows={list.data?.results}
            rowKey={(account) => account.id}
            rowTo={(account) => paths.serviceAccount(tenant, account.id)}
            stale={list.isPlaceholderData}
            empty={
              <PageNotice icon={<IconRobot />} title={text === '' ? words.empty : t.noMatch}>
                {text === '' ? words.emptyText : undefined}
              </PageNotice>
            }
          />
          {pager(list.data?.total ?? 0)}
        </>
      ) : (
        <PageError error={list.error} onRetry={() => void list.refetch()} />
      )}
      {creating && <CreateDialog named={named} onClose={() => setCreating(false)} onCreated={renew} />}
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.name ?? '')}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await serviceAccounts.remove(named, deleting!.id);
          await renew();
          toast(words.removed(deleting!.name));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {words.removeText}
      </ConfirmDialog>
    </>
  );
}

interface CreateDialogProps {
  readonly named: string;
  readonly onClose: () => void;
  readonly onCreated: () => Promise<unknown>;
}

function CreateDialog({ named, onClose, onCreated }: CreateDialogProps) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  return (
    <DialogForm
      opened
      title={words.create}
      action={words.create}
      ready={name !== ''}
      onSubmit={async () => {
        const account = await serviceAccounts.create(named, { name, description });
        await onCreated();
        toast(words.created(name));
        await navigate({ to: paths.serviceAccount(tenant, account.id) });
      }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={words.name}
        description={words.nameText}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="off"
      />
      <TextInput
        label={words.description}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        autoComplete="off"
      />
    </DialogForm>
  );
}
