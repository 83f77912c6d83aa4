import { mcpServers, type WireMcpServer } from '../../api/mcp-servers.ts';
import { EnabledSwitch } from '../../components/enabled-switch.tsx';
import { mcpText as words } from '../../messages/en-mcp.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface McpServerToggleProps {
  readonly server: WireMcpServer;
  /** Reads it anew. */
  readonly renew: () => Promise<unknown>;
}

/** Whether agents find it. */
export function McpServerToggle({ server: { id, disabled }, renew }: McpServerToggleProps) {
  const tenant = useTenant();
  return (
    <EnabledSwitch
      label={words.enable(id)}
      enabled={!disabled}
      failure={words.switchFailed}
      change={async () => {
        await mcpServers.toggle(tenant, id);
        await renew();
      }}
    />
  );
}
