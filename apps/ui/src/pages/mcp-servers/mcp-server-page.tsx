import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { mcpServers } from '../../api/mcp-servers.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PagePart, PageParts, PageText } from '../../components/page-parts.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { Tag } from '../../components/tag.tsx';
import { mcpText as words } from '../../messages/en-mcp.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { Connection } from './connection.tsx';
import { McpServerDialog } from './mcp-server-dialog.tsx';
import { McpServerToggle } from './mcp-server-toggle.tsx';
import { McpTools } from './mcp-tools.tsx';
import classes from './mcp-servers.module.css';

/** One MCP server: what it is for, how to connect to it, and which flows are its tools. */
export function McpServerPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { serverId } = useParams({ strict: false }) as { serverId: string };
  const [editing, setEditing] = useState(false);
  const key = tenantKey(tenant, 'mcp-server', serverId);
  const {
    data: server,
    error,
    isPending,
    refetch,
  } = useQuery({
    queryKey: key,
    queryFn: () => mcpServers.get(tenant, serverId),
  });
  const renew = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: key });
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'mcp-servers') });
  };
  const whyNotChange = lacking(permissions, 'MCP_SERVER:UPDATE');
  return (
    <>
      <PageBar
        mono
        crumbs={[{ label: t.navigation.administration }, { label: t.mcpServers.title, to: paths.mcpServers(tenant) }]}
        title={serverId}
        beside={server?.disabled === true ? <Tag text={words.disabled} /> : undefined}
        actions={
          server !== undefined && (
            <>
              {whyNotChange === undefined && <McpServerToggle server={server} renew={renew} />}
              <ActionButton
                label={words.edit}
                icon={<IconPencil size={15} />}
                reason={whyNotChange}
                onClick={() => setEditing(true)}
              />
            </>
          )
        }
      />
      {error !== null && <PageError error={error} onRetry={() => void refetch()} />}
      {isPending && <PageLoading />}
      {server !== undefined && (
        <PageParts>
          {server.description !== undefined && <PageText>{server.description}</PageText>}
          {server.instructions !== undefined && (
            <PagePart title={words.instructions}>
              <p className={classes.instructions}>{server.instructions}</p>
            </PagePart>
          )}
          <PagePart title={words.connect}>
            <Connection server={server} />
          </PagePart>
          <PagePart title={words.tools}>
            <McpTools serverId={serverId} />
          </PagePart>
        </PageParts>
      )}
      {editing && <McpServerDialog server={server} onClose={() => setEditing(false)} onSaved={renew} />}
    </>
  );
}
