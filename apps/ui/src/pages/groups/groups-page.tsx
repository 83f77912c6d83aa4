import { useNavigate } from '@tanstack/react-router';
import { IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { groups, type WireGroup } from '../../api/groups.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { toast } from '../../components/toast.ts';
import { useDeletion } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { GroupDialog } from './group-dialog.tsx';

const words = administrationText.groups;

const columns: readonly Column<WireGroup>[] = [
  { id: 'name', header: words.columns.name, cell: (group) => group.name },
  {
    id: 'description',
    header: words.columns.description,
    cell: (group) => <span title={group.description}>{group.description}</span>,
  },
];

/** The groups of a tenant; each leads to its members. */
export function GroupsPage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const [creating, setCreating] = useState(false);
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'groups'),
    searchLabel: words.search,
    sort: 'name:asc',
    fetch: (query) => groups.list(tenant, query),
  });
  const deletion = useDeletion<WireGroup>({
    words,
    nameOf: (group) => group.name,
    whyNot: () => lacking(permissions, 'GROUP:DELETE'),
    remove: async (group) => {
      await groups.remove(tenant, group.id);
      await list.renew();
    },
  });
  return (
    <ListPage
      title={t.groups.title}
      list={list}
      columns={[...columns, deletion.column]}
      rowKey={(group) => group.id}
      rowTo={(group) => paths.group(tenant, group.id)}
      create={
        <CreateButton
          label={words.create}
          reason={lacking(permissions, 'GROUP:CREATE')}
          onClick={() => setCreating(true)}
        />
      }
      icon={<IconUsersGroup />}
      empty={words.empty}
      emptyText={words.emptyText}
    >
      {creating && (
        <GroupDialog
          onClose={() => setCreating(false)}
          onSaved={async (group) => {
            await list.renew();
            toast(words.created(group.name));
            await navigate({ to: paths.group(tenant, group.id) });
          }}
        />
      )}
      {deletion.question}
    </ListPage>
  );
}
