import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import {
  securityIntegrations,
  type NewWireIntegration,
  type WireIntegration,
} from '../../api/security-integrations.ts';
import { useMe } from '../../auth/use-me.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { Copyable } from '../../components/copyable.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { ShownOnceDialog } from '../../components/shown-once-dialog.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { provisioningText as words } from '../../messages/en-provisioning.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { ConnectProviderDialog } from './connect-provider-dialog.tsx';
import { ProviderSwitch } from './provider-switch.tsx';

const columns = (renew: () => Promise<unknown>): readonly Column<WireIntegration>[] => [
  { id: 'name', header: words.columns.name, width: 180, cell: ({ name }) => <span title={name}>{name}</span> },
  {
    id: 'enabled',
    header: words.columns.enabled,
    width: 90,
    cell: (integration) => <ProviderSwitch integration={integration} renew={renew} />,
  },
  { id: 'address', header: words.columns.address, cell: ({ uri }) => <Copyable text={uri} label={words.address} /> },
  {
    id: 'description',
    minor: true,
    header: words.columns.description,
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
];

/** The identity providers that bring users and groups into a tenant. */
export function ProvisioningPage() {
  const tenant = useTenant();
  const reason = useMe().superAdmin ? undefined : words.onlySuperadmins;
  const [connecting, setConnecting] = useState(false);
  const [connected, setConnected] = useState<NewWireIntegration>();
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'security-integrations'),
    searchLabel: words.search,
    sort: 'name:asc',
    fetch: (query) => securityIntegrations.list(tenant, query),
  });
  const deletion = useDeletion<WireIntegration>({
    words,
    nameOf: ({ name }) => name,
    whyNot: () => reason,
    remove: async ({ id }) => {
      await securityIntegrations.remove(tenant, id);
      await list.renew();
    },
  });
  return (
    <ListPage
      title={t.provisioning.title}
      list={list}
      columns={[...columns(list.renew), deletion.column]}
      rowKey={({ id }) => id}
      create={<CreateButton label={words.create} reason={reason} onClick={() => setConnecting(true)} />}
      icon={<IconPlugConnected />}
      empty={words.empty}
      emptyText={words.emptyText}
    >
      {connecting && (
        <ConnectProviderDialog
          onClose={() => setConnecting(false)}
          onCreated={async (integration) => {
            setConnected(integration);
            await list.renew();
          }}
        />
      )}
      <ShownOnceDialog
        title={words.shownTitle(connected?.name ?? '')}
        text={words.shownText(connected?.uri ?? '')}
        secret={connected?.apiToken.fullToken}
        label={words.token}
        onClose={() => setConnected(undefined)}
      />
      {deletion.question}
    </ListPage>
  );
}
