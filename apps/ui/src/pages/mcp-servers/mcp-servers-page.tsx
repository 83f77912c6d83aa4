import { IconPencil, IconTool, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { mcpServers, type WireMcpServer } from '../../api/mcp-servers.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { toast } from '../../components/toast.ts';
import { actionsColumn } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { mcpText as words } from '../../messages/en-mcp.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { McpServerDialog } from './mcp-server-dialog.tsx';
import { McpServerToggle } from './mcp-server-toggle.tsx';

const columns: readonly Column<WireMcpServer>[] = [
  { id: 'id', header: words.columns.id, width: 280, cell: ({ id }) => <span className="mono">{id}</span> },
  {
    id: 'description',
    minor: true,
    header: words.columns.description,
    cell: ({ description, isDefault }) =>
      description === undefined && isDefault ? (
        <span className="dim">{words.defaultText}</span>
      ) : (
        <span title={description}>{description}</span>
      ),
  },
  {
    id: 'type',
    header: words.columns.type,
    width: 110,
    cell: ({ serverType }) => <span title={words.typeTexts[serverType]}>{words.types[serverType]}</span>,
  },
];

/** The addresses at which agents find flows as tools: list, create, edit, switch off, delete. */
export function McpServersPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [editing, setEditing] = useState<WireMcpServer | 'new'>();
  const [deleting, setDeleting] = useState<WireMcpServer>();
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'mcp-servers'),
    searchLabel: words.search,
    fetch: ({ page = 1, size = 25, filters = [] }) =>
      mcpServers.list(tenant, { page, size, text: String(filters[0]?.value ?? '') }),
  });
  const whyNotChange = lacking(permissions, 'MCP_SERVER:UPDATE');
  const enabled: Column<WireMcpServer> = {
    id: 'enabled',
    header: words.columns.enabled,
    width: 90,
    cell: (server) => <McpServerToggle server={server} renew={list.renew} />,
  };
  const actions = actionsColumn<WireMcpServer>((server) => (
    <ActionMenu of={server.id}>
      <ActionItem
        label={words.edit}
        icon={<IconPencil size={15} />}
        reason={whyNotChange}
        onClick={() => setEditing(server)}
      />
      <ActionItem
        label={words.remove}
        icon={<IconTrash size={15} />}
        reason={server.isDefault ? words.defaultStays : lacking(permissions, 'MCP_SERVER:DELETE')}
        destructive
        onClick={() => setDeleting(server)}
      />
    </ActionMenu>
  ));
  return (
    <ListPage
      title={t.mcpServers.title}
      list={list}
      columns={[...columns, ...(whyNotChange === undefined ? [enabled] : []), actions]}
      rowKey={({ id }) => id}
      rowTo={({ id }) => paths.mcpServer(tenant, id)}
      create={
        <CreateButton
          label={words.create}
          reason={lacking(permissions, 'MCP_SERVER:CREATE')}
          onClick={() => setEditing('new')}
        />
      }
      icon={<IconTool />}
      empty={words.empty}
      emptyText={words.emptyText}
    >
      {editing !== undefined && (
        <McpServerDialog
          server={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={list.renew}
        />
      )}
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.id ?? '')}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await mcpServers.remove(tenant, deleting!.id);
          await list.renew();
          toast(words.removed(deleting!.id));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {words.removeText}
      </ConfirmDialog>
    </ListPage>
  );
}
