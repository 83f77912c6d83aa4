import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconStack2 } from '@tabler/icons-react';
import type { StateName } from '@windhover/model';
import { executions } from '../../api/executions.ts';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { ListView } from '../../components/list-view.tsx';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { flowTabsText } from '../../messages/en-flow-tabs.ts';
import { paths } from '../../paths.ts';
import { every, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { usualColumnsOfOneFlow } from '../executions/execution-columns.tsx';
import classes from './flow-concurrency.module.css';

const words = flowTabsText.concurrency;
const refreshMs = 5_000;
const shown = 25;
/** More are counted, not drawn one by one. */
const drawnSlots = 50;

/** How many executions may run at once, which take the slots, and which wait for one. */
export function FlowConcurrency({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const { concurrency } = flow;
  const use = useQuery({
    queryKey: tenantKey(tenant, 'executions', 'slots', flow.namespace, flow.id),
    queryFn: () => flows.slotsTaken(tenant, flow.namespace, flow.id),
    enabled: concurrency !== undefined,
    refetchInterval: every(refreshMs),
  });
  if (concurrency === undefined)
    return (
      <PageNotice
        icon={<IconStack2 />}
        title={words.none}
        action={
          <Button variant="default" component={Link} to={paths.flow(tenant, flow.namespace, flow.id, 'edit')}>
            {words.edit}
          </Button>
        }
      >
        {words.noneText}
      </PageNotice>
    );
  if (use.error !== null) return <PageError error={use.error} onRetry={() => void use.refetch()} />;
  if (use.data === undefined) return <PageLoading />;
  const { limit, behavior = 'QUEUE' } = concurrency;
  return (
    <div className={classes.page}>
      <section className={classes.slots}>
        <output>
          <strong>{words.slots(use.data, limit)}.</strong> <span className="dim">{words.behavior[behavior]}</span>
        </output>
        <div className={classes.bar} aria-hidden>
          {Array.from({ length: Math.min(limit, drawnSlots) }, (_, slot) => (
            <span key={slot} data-taken={slot < use.data || undefined} />
          ))}
        </div>
      </section>
      <Part flow={flow} title={words.running} states={takingSlots} empty={words.nothingRuns} />
      <Part flow={flow} title={words.queued} states={['QUEUED']} empty={words.nothingWaits} />
    </div>
  );
}

const takingSlots: readonly StateName[] = ['RUNNING', 'PAUSED', 'BREAKPOINT', 'RETRYING', 'RESTARTED', 'KILLING'];

interface PartProps {
  readonly flow: WireFlow;
  readonly title: string;
  readonly states: readonly StateName[];
  readonly empty: string;
}

/** The newest executions of a flow in some states. */
function Part({ flow, title, states, empty }: PartProps) {
  const tenant = useTenant();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'executions', 'of', flow.namespace, flow.id, states),
    queryFn: () =>
      executions.list(tenant, {
        page: 1,
        size: shown,
        filters: [
          { field: 'namespace', operation: 'EQUALS', value: flow.namespace },
          { field: 'flowId', operation: 'EQUALS', value: flow.id },
          { field: 'state', operation: 'IN', value: states },
        ],
      }),
    refetchInterval: every(refreshMs),
  });
  return (
    <section className={classes.part} aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {(list.data?.total ?? 0) > shown && (
          <Link
            to={paths.flow(tenant, flow.namespace, flow.id, 'executions')}
            search={{ state: states.join(',') } as never}
          >
            {words.all(list.data!.total)}
          </Link>
        )}
      </div>
      <ListView
        label={title}
        list={list}
        columns={usualColumnsOfOneFlow}
        rows={list.data?.results}
        rowKey={({ id }) => id}
        rowTo={(execution) => paths.execution(tenant, execution)}
        empty={<p className={`dim ${classes.empty}`}>{empty}</p>}
      />
    </section>
  );
}
