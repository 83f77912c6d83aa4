import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconClock } from '@tabler/icons-react';
import { triggers } from '../../api/triggers.ts';
import type { WireFlow, WireTriggerDefinition } from '../../api/wire.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { shortType } from '../../format/short-type.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { every } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { HistoryButton } from './history-button.tsx';
import { columnsOfOneFlow } from './trigger-columns.tsx';
import classes from './triggers.module.css';
import { triggersKey } from './triggers-key.ts';
import { WebhookAddress } from './webhook-address.tsx';

/** What starts a flow: triggers with dates as rows, the others with what they wait for. */
export function FlowTriggers({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: triggersKey(tenant, 'of-flow', flow.namespace, flow.id, flow.revision),
    queryFn: () =>
      triggers.list(tenant, {
        page: 1,
        size: 100,
        filters: [
          { field: 'namespace', operation: 'EQUALS', value: flow.namespace },
          { field: 'flowId', operation: 'EQUALS', value: flow.id },
        ],
      }),
    refetchInterval: every(5_000),
  });
  if (list.error !== null) return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  const defined = flow.triggers ?? [];
  if (defined.length === 0)
    return (
      <PageNotice
        icon={<IconClock />}
        title={words.noneOfFlow}
        action={
          <Button component={Link} to={paths.flow(tenant, flow.namespace, flow.id, 'edit')}>
            {words.editFlow}
          </Button>
        }
      >
        {words.noneOfFlowText}
      </PageNotice>
    );
  const dated = new Set(list.data?.results.map(({ state }) => state.triggerId));
  const others = list.data === undefined ? [] : defined.filter(({ id }) => !dated.has(id));
  return (
    <div className={classes.page}>
      {dated.size > 0 && (
        <DataTable
          label={words.schedules}
          columns={columnsOfOneFlow}
          rows={list.data?.results}
          rowKey={({ state }) => state.triggerId}
          empty={null}
        />
      )}
      {others.length > 0 && (
        <ul className={classes.others} aria-label={words.others}>
          {others.map((trigger) => (
            <li key={trigger.id}>
              <div className={classes.head}>
                <strong>{trigger.id}</strong>
                <span className="dim" title={trigger.type}>
                  {shortType(trigger.type)}
                </span>
                {trigger.disabled === true && <span className="dim">{t.flows.disabled}</span>}
                <span className={classes.history}>
                  <HistoryButton trigger={{ namespace: flow.namespace, flowId: flow.id, triggerId: trigger.id }} />
                </span>
              </div>
              <About flow={flow} trigger={trigger} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function About({ flow, trigger }: { readonly flow: WireFlow; readonly trigger: WireTriggerDefinition }) {
  switch (shortType(trigger.type)) {
    case 'Webhook':
      return <WebhookAddress flow={flow} webhookKey={trigger.key} />;
    case 'McpToolTrigger':
      return <ToolPlace trigger={trigger} />;
    case 'Flow':
      return <p className={classes.text}>{words.whenFlow}</p>;
    default:
      return trigger.description === undefined ? null : <p className={classes.text}>{trigger.description}</p>;
  }
}

/** Where agents find the flow, and by what name. */
function ToolPlace({ trigger: { toolName = '', mcpServer = 'default' } }: { readonly trigger: WireTriggerDefinition }) {
  const tenant = useTenant();
  return (
    <p className={classes.text}>
      {words.tool} <code>{toolName}</code> {words.ofServer}{' '}
      <Link to={paths.mcpServer(tenant, mcpServer)}>{mcpServer}</Link>
    </p>
  );
}
