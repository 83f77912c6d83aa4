import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { triggers, type TriggerName, type WireEvaluations } from '../../api/triggers.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { PageLoading } from '../../components/page-state.tsx';
import { Ago } from '../../components/time.tsx';
import { formatDuration } from '../../format/duration.ts';
import { formatInstantWithZone } from '../../format/instant.ts';
import { triggerText } from '../../messages/en-triggers.ts';
import { paths } from '../../paths.ts';
import { every } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './trigger-history.module.css';
import { TriggerOutcome } from './trigger-outcome.tsx';
import { triggersKey } from './triggers-key.ts';

const words = triggerText.history;
const pageSize = 20;

/** How a trigger was evaluated, the newest first; older evaluations are loaded when they are asked for. */
export function TriggerHistory({ trigger }: { readonly trigger: TriggerName }) {
  const tenant = useTenant();
  const { namespace, flowId, triggerId } = trigger;
  const history = useInfiniteQuery({
    queryKey: triggersKey(tenant, 'evaluations', namespace, flowId, triggerId),
    queryFn: ({ pageParam }) => triggers.evaluations(tenant, trigger, pageParam, pageSize),
    initialPageParam: 1,
    getNextPageParam: ({ total }, pages) => (pages.length * pageSize < total ? pages.length + 1 : undefined),
    refetchInterval: every(5_000),
  });
  const entries = history.data?.pages.flatMap(({ results }) => results);
  return (
    <section aria-labelledby="trigger-history">
      <h3 id="trigger-history" className={classes.title}>
        {words.title}
      </h3>
      {history.error !== null && <InlineError error={history.error} />}
      {history.isPending && <PageLoading />}
      {entries?.length === 0 && <p className="dim">{words.none}</p>}
      {entries !== undefined && entries.length > 0 && (
        <ol className={classes.list}>
          {entries.map((entry, index) => (
            <li key={`${entry.firstDate} ${entry.executionId ?? index}`}>
              <Entry entry={entry} flow={{ namespace, flowId }} />
            </li>
          ))}
        </ol>
      )}
      <div className={classes.ways}>
        {history.hasNextPage && (
          <Button variant="default" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {words.more}
          </Button>
        )}
        <Button
          component={Link}
          variant="default"
          to={paths.flow(tenant, namespace, flowId, 'logs')}
          search={{ triggerId, level: 'TRACE', timeRange: 'any' } as never}
        >
          {words.log}
        </Button>
      </div>
    </section>
  );
}

interface EntryProps {
  readonly entry: WireEvaluations;
  readonly flow: { readonly namespace: string; readonly flowId: string };
}

function Entry({ entry, flow }: EntryProps) {
  const tenant = useTenant();
  const { outcome, reason, date, firstDate, count, executionId, scheduledDate, durationMs } = entry;
  const at = (text: string): string => formatInstantWithZone(Date.parse(text));
  const toExecution = (text: string) =>
    executionId === undefined ? text : <Link to={paths.execution(tenant, { ...flow, id: executionId })}>{text}</Link>;
  const facts = [
    ...(scheduledDate === undefined ? [] : [words.scheduled(at(scheduledDate))]),
    ...(durationMs === undefined ? [] : [words.took(formatDuration(durationMs))]),
    ...(count === 1 ? [] : [words.repeated(count, at(firstDate))]),
  ];
  return (
    <>
      <span className={classes.outcome}>
        <TriggerOutcome outcome={outcome} />
      </span>
      <span className="dim">
        <Ago date={date} />
      </span>
      <span className={classes.reason}>{outcome === 'FIRED' ? toExecution(reason) : reason}</span>
      <span className={`${classes.facts} dim`}>
        {facts.join(' · ')}
        {outcome !== 'FIRED' && executionId !== undefined && <> · {toExecution(words.execution(executionId))}</>}
      </span>
    </>
  );
}
