import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconPlus, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { groups, type WireGroup } from '../../api/groups.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
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
import { useTenant } from '../../tenants/use-tenant.ts';
import { GroupDialog } from './group-dialog.tsx';

const words = administrationText.groups;

const columns = (actions: Column<WireGroup>['cell']): readonly Column<WireGroup>[] => [
  { id: 'name', header: words.columns.name, cell: (group) => group.name },
  {
    id: 'description',
    header: words.columns.description,
    cell: (group) => <span title={group.description}>{group.description}</span>,
  },
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

/** The groups of a tenant; each leads to its members. */
export function GroupsPage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<WireGroup>();
  const text = search['q'] ?? '';
  const list = useQuery({
    queryKey: tenantKey(tenant, 'groups', page, size, text),
    queryFn: () =>
      groups.list(tenant, {
        page,
        size,
        sort: 'name:asc',
        filters: [{ field: 'q', operation: 'EQUALS', value: text }],
      }),
    placeholderData: (before) => before,
  });
  const renew = () => queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'groups') });
  const whyNotCreate = permissions.can('GROUP:CREATE') ? undefined : t.tenants.needs('GROUP:CREATE');
  const whyNotDelete = permissions.can('GROUP:DELETE') ? undefined : t.tenants.needs('GROUP:DELETE');
  return (
    <>
      <PageBar
        crumbs={[{ label: t.navigation.administration }]}
        title={t.groups.title}
        actions={
          <Tooltip label={whyNotCreate} disabled={whyNotCreate === undefined}>
            <Button
              leftSection={<IconPlus size={15} />}
              disabled={whyNotCreate !== undefined}
              onClick={() => setCreating(true)}
            >
              {words.create}
            </Button>
          </Tooltip>
        }
      />
      <FilterBar>
        <SearchField label={words.search} value={text} onChange={(q) => setSearch({ q, page: undefined })} />
      </FilterBar>
      {list.error === null ? (
        <>
          <DataTable
            label={t.groups.title}
            columns={columns((group) => (
              <Tooltip label={whyNotDelete ?? words.remove}>
                <ActionIcon
                  size={24}
                  disabled={whyNotDelete !== undefined}
                  aria-label={`${words.remove}: ${group.name}`}
                  onClick={() => setDeleting(group)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            ))}
            rows={list.data?.results}
            rowKey={(group) => group.id}
            rowTo={(group) => paths.group(tenant, group.id)}
            stale={list.isPlaceholderData}
            empty={
              <PageNotice icon={<IconUsersGroup />} title={text === '' ? words.empty : t.noMatch}>
                {text === '' ? words.emptyText : undefined}
              </PageNotice>
            }
          />
          {pager(list.data?.total ?? 0)}
        </>
      ) : (
        <PageError error={list.error} onRetry={() => void list.refetch()} />
      )}
      {creating && (
        <GroupDialog
          onClose={() => setCreating(false)}
          onSaved={async (group) => {
            await renew();
            toast(words.created(group.name));
            await navigate({ to: paths.group(tenant, group.id) });
          }}
        />
      )}
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.name ?? '')}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await groups.remove(tenant, deleting!.id);
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
