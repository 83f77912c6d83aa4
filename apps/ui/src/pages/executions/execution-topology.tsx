import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { graphs } from '../../api/graphs.ts';
import type { WireExecution } from '../../api/wire.ts';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { Duration } from '../../components/time.tsx';
import { formatNumber } from '../../format/count.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { topologyText as words } from '../../messages/en-topology.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { endDateOf } from '../../states/end-date-of.ts';
import { StateBadge } from '../../states/state-badge.tsx';
import { useTenant } from '../../tenants/use-tenant.ts';
import { summariesOf, type TaskSummary } from '../../topology/task-summary.ts';
import { ThingPanel } from '../../topology/thing-panel.tsx';
import { Topology } from '../../topology/topology.tsx';
import classes from '../../topology/topology.module.css';
import { useDirection } from '../../topology/use-direction.ts';

/** The flow as the execution runs it: every task in the colour of what became of it, followed live. */
export function ExecutionTopology({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const [direction, setDirection] = useDirection();
  const graph = useQuery({
    queryKey: [...executionKey(tenant, execution.id), 'graph', execution.flowRevision],
    queryFn: () => graphs.ofExecution(tenant, execution.id),
    staleTime: Infinity,
  });
  const summaries = useMemo(() => summariesOf(execution.taskRunList ?? []), [execution.taskRunList]);
  const shown = execution.taskRunList?.length ?? 0;
  const total = execution.taskRunCount ?? shown;
  const selected = search['task'];
  const select = (task: string | undefined) => setSearch({ task });

  if (graph.isPending) return <PageLoading />;
  if (graph.error !== null) return <PageError error={graph.error} onRetry={() => void graph.refetch()} />;
  return (
    <div className={classes.page}>
      <Topology
        graph={graph.data}
        direction={direction}
        onDirection={setDirection}
        summaries={summaries}
        selected={selected}
        onSelect={select}
      >
        {total > shown && (
          <output className={classes.note}>
            {t.executions.gantt.truncated(formatNumber(shown), formatNumber(total))}
          </output>
        )}
      </Topology>
      {selected !== undefined && (
        <ThingPanel
          graph={graph.data}
          id={selected}
          flow={{ namespace: execution.namespace, id: execution.flowId }}
          onClose={() => select(undefined)}
        >
          <TaskRuns execution={execution} taskId={selected} summary={summaries.get(selected)} />
        </ThingPanel>
      )}
    </div>
  );
}

const shownTaskRuns = 20;

interface TaskRunsProps {
  readonly execution: WireExecution;
  readonly taskId: string;
  readonly summary: TaskSummary | undefined;
}

/** The newest task runs of a task, each with the way to what it returned. */
function TaskRuns({ execution, taskId, summary }: TaskRunsProps) {
  const tenant = useTenant();
  if (summary === undefined) return <p>{words.notRun}</p>;
  const newest = summary.taskRuns.toReversed();
  return (
    <>
      <div className={classes.links}>
        <Link to={paths.execution(tenant, execution, 'logs')} search={{ task: taskId } as never}>
          {words.logs}
        </Link>
      </div>
      <h3>{words.taskRuns}</h3>
      <ul className={classes.taskRuns}>
        {newest.slice(0, shownTaskRuns).map(({ id, state, value, outputs }) => (
          <li key={id}>
            <StateBadge state={state.current} />
            {value !== undefined && <span className="mono dim truncate">{value}</span>}
            {outputs !== undefined && Object.keys(outputs).length > 0 && (
              <Link to={paths.execution(tenant, execution, 'outputs')} search={{ taskRun: id } as never}>
                {words.outputs}
              </Link>
            )}
            <Duration from={state.startDate} to={endDateOf(state)} />
          </li>
        ))}
      </ul>
      {newest.length > shownTaskRuns && <p className="dim">{words.moreTaskRuns(newest.length - shownTaskRuns)}</p>}
    </>
  );
}
