import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { executions } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { Ago } from '../../components/time.tsx';
import { executionKey } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { changedInputs } from './changed-inputs.ts';
import classes from './failure-panel.module.css';

const words = t.executions.failure.since;
const shownInputs = 5;

/** What is other than when the flow last succeeded before this execution began: its revision, the inputs. */
export function SinceLastSuccess({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const { namespace, flowId, flowRevision } = execution;
  const last = useQuery({
    queryKey: [...executionKey(tenant, execution.id), 'last-success'],
    queryFn: () => lastSuccess(tenant, execution),
    staleTime: Infinity,
    retry: false,
  }).data;
  if (last === undefined) return null;
  if (last === null) return <p className={classes.since}>{words.never}</p>;
  const inputs = changedInputs(last.inputs, execution.inputs);
  return (
    <div className={classes.since}>
      {words.last}{' '}
      <Link className="mono" to={paths.execution(tenant, last)}>
        {last.id}
      </Link>
      , <Ago date={last.state.startDate} />:
      <ul>
        {last.flowRevision === flowRevision && inputs.length === 0 && <li>{words.same}</li>}
        {last.flowRevision !== flowRevision && (
          <li>
            {words.revision(last.flowRevision, flowRevision)}{' '}
            <Link
              to={paths.flow(tenant, namespace, flowId, 'revisions')}
              search={{ revision: String(flowRevision), against: String(last.flowRevision) } as never}
            >
              {words.compare}
            </Link>
          </li>
        )}
        {inputs.slice(0, shownInputs).map(({ id, before = words.none, after = words.none }) => (
          <li key={id} title={`${before} → ${after}`}>
            {words.input} <code>{id}</code>: <code>{before}</code> → <code>{after}</code>
          </li>
        ))}
        {inputs.length > shownInputs && <li>{words.more(inputs.length - shownInputs)}</li>}
      </ul>
    </div>
  );
}

async function lastSuccess(tenant: string | undefined, execution: WireExecution): Promise<WireExecution | null> {
  const { results } = await executions.list(tenant, {
    page: 1,
    size: 1,
    filters: [
      { field: 'namespace', operation: 'EQUALS', value: execution.namespace },
      { field: 'flowId', operation: 'EQUALS', value: execution.flowId },
      { field: 'state', operation: 'IN', value: ['SUCCESS', 'WARNING'] },
      { field: 'startDate', operation: 'LESS_THAN', value: execution.state.startDate },
    ],
  });
  return results[0] === undefined ? null : executions.get(tenant, results[0].id);
}
