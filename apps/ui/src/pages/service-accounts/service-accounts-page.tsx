import { IconRobot } from '@tabler/icons-react';
import { useState } from 'react';
import { serviceAccounts, type WireServiceAccount } from '../../api/service-accounts.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { MainIsTaken } from '../../tenants/main-is-taken.tsx';
import { useNamedTenant } from '../../tenants/use-named-tenant.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { CreateServiceAccountDialog } from './create-service-account-dialog.tsx';

const words = administrationText.accounts;

const columns: readonly Column<WireServiceAccount>[] = [
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
  const [creating, setCreating] = useState(false);
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'service-accounts'),
    searchLabel: words.search,
    fetch: (query) => serviceAccounts.list(named, query),
  });
  const deletion = useDeletion<WireServiceAccount>({
    words,
    nameOf: (account) => account.name,
    whyNot: () => lacking(permissions, 'SERVICE_ACCOUNT:DELETE'),
    remove: async (account) => {
      await serviceAccounts.remove(named, account.id);
      await list.renew();
    },
  });
  return (
    <ListPage
      title={t.serviceAccounts.title}
      list={list}
      columns={[...columns, deletion.column]}
      rowKey={(account) => account.id}
      rowTo={(account) => paths.serviceAccount(tenant, account.id)}
      create={
        <CreateButton
          label={words.create}
          reason={lacking(permissions, 'SERVICE_ACCOUNT:CREATE')}
          onClick={() => setCreating(true)}
        />
      }
      icon={<IconRobot />}
      empty={words.empty}
      emptyText={words.emptyText}
    >
      {creating && (
        <CreateServiceAccountDialog named={named} onClose={() => setCreating(false)} onCreated={list.renew} />
      )}
      {deletion.question}
    </ListPage>
  );
}
