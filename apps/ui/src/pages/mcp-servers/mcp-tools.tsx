import { IconTool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { mcpServers, type WireMcpTool } from '../../api/mcp-servers.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListView } from '../../components/list-view.tsx';
import { Tag } from '../../components/tag.tsx';
import { mcpText as words } from '../../messages/en-mcp.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { exampleTrigger } from './example-trigger.ts';
import classes from './mcp-servers.module.css';

type Hint = keyof typeof words.hints;

/** The flows that agents find there: those that the reader may see. */
export function McpTools({ serverId }: { readonly serverId: string }) {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'mcp-server', serverId, 'tools'),
    queryFn: () => mcpServers.tools(tenant, serverId),
  });
  const columns: readonly Column<WireMcpTool>[] = [
    {
      id: 'name',
      header: words.toolColumns.name,
      width: 240,
      cell: ({ toolName }) => (
        <span className="mono" title={toolName}>
          {toolName}
        </span>
      ),
    },
    {
      id: 'title',
      header: words.toolColumns.title,
      cell: ({ title, description }) => <span title={description}>{title}</span>,
    },
    {
      id: 'flow',
      header: words.toolColumns.flow,
      cell: ({ namespace, flowId }) => (
        <Link to={paths.flow(tenant, namespace, flowId, 'triggers')}>{`${namespace}.${flowId}`}</Link>
      ),
    },
    {
      id: 'hints',
      minor: true,
      header: words.toolColumns.hints,
      width: 330,
      cell: ({ annotations }) => (
        <span className={classes.hints}>
          {hintsOf(annotations).map((hint) => (
            <Tag key={hint} text={words.hints[hint]} />
          ))}
        </span>
      ),
    },
  ];
  return (
    <ListView
      label={words.tools}
      list={list}
      columns={columns}
      rows={list.data}
      rowKey={({ toolName }) => toolName}
      empty={<NoTools serverId={serverId} />}
    />
  );
}

/** What only counts for tools that change something is left out of the others. */
function hintsOf({ readOnly, ...others }: WireMcpTool['annotations']): readonly Hint[] {
  const of = (hint: Exclude<Hint, 'readOnly'>): readonly Hint[] => (others[hint] ? [hint] : []);
  const outward = [...of('openWorld'), ...of('returnDirect')];
  return readOnly ? ['readOnly', ...outward] : [...of('destructive'), ...of('idempotent'), ...outward];
}

function NoTools({ serverId }: { readonly serverId: string }) {
  return (
    <div className={classes.nothing}>
      <h3>
        <IconTool size={16} aria-hidden />
        {words.noTools}
      </h3>
      <CodeBlock title={words.noToolsText} code={exampleTrigger(serverId)} label={words.example} />
    </div>
  );
}
