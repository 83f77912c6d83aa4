import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WireExecution, WireLoopRun } from '../../api/wire.ts';
import { Copyable } from '../../components/copyable.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { Labels } from '../../components/labels.tsx';
import { WithAside } from '../../components/with-aside.tsx';
import { Duration } from '../../components/time.tsx';
import { formatNumber } from '../../format/count.ts';
import { formatInstantWithZone } from '../../format/instant.ts';
import { t } from '../../messages/en.ts';
import { endDateOf } from '../../states/end-date-of.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './execution-overview.module.css';
import { FailurePanel } from './failure-panel.tsx';
import { LoopCounts } from './loop-counts.tsx';
import { StateCounts } from './state-counts.tsx';

export function ExecutionOverview({ execution }: { readonly execution: WireExecution }) {
  const { state, trigger } = execution;
  return (
    <WithAside aside={<Facts execution={execution} />}>
      <div className={classes.main}>
        {state.current === 'FAILED' && <FailurePanel execution={execution} />}
        <StateCounts execution={execution} />
        <LoopCounts execution={execution} />
        <Part
          title={t.executions.inputs}
          empty={t.executions.noInputs}
          value={execution.inputs}
          root="inputs"
          execution={execution}
        />
        <Part
          title={t.executions.outputs}
          empty={t.executions.noOutputs}
          value={execution.outputs}
          root="outputs"
          execution={execution}
        />
        {Object.keys(execution.variables ?? {}).length > 0 && (
          <Part title={t.executions.variables} empty="" value={execution.variables} root="vars" execution={execution} />
        )}
        {trigger?.variables !== undefined && Object.keys(trigger.variables).length > 0 && (
          <Part
            title={t.executions.triggerVariables}
            empty=""
            value={trigger.variables}
            root="trigger"
            execution={execution}
          />
        )}
      </div>
    </WithAside>
  );
}

function Facts({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const words = t.executions.facts;
  const { state, trigger } = execution;
  const ended = endDateOf(state);
  return (
    <dl className={classes.facts}>
      <Fact name={words.started}>
        <span className="numbers">{formatInstantWithZone(Date.parse(state.startDate))}</span>
      </Fact>
      {ended !== undefined && (
        <Fact name={words.ended}>
          <span className="numbers">{formatInstantWithZone(Date.parse(ended))}</span>
        </Fact>
      )}
      <Fact name={words.duration}>
        <Duration from={state.startDate} to={ended} />
      </Fact>
      {execution.scheduleDate !== undefined && (
        <Fact name={words.scheduled}>{formatInstantWithZone(Date.parse(execution.scheduleDate))}</Fact>
      )}
      <Fact name={words.flow}>
        <Link to={paths.flow(tenant, execution.namespace, execution.flowId)}>{execution.flowId}</Link>
      </Fact>
      <Fact name={words.revision}>
        <Link
          to={paths.flow(tenant, execution.namespace, execution.flowId, 'revisions')}
          search={{ revision: String(execution.flowRevision) } as never}
        >
          {execution.flowRevision}
        </Link>
      </Fact>
      <Fact name={words.trigger}>
        {trigger === undefined ? t.executions.manual : <span title={trigger.type}>{trigger.id}</span>}
      </Fact>
      <StartedBy variables={trigger?.variables} />
      {execution.loopRun !== undefined && <LoopFacts loopRun={execution.loopRun} />}
      {execution.parentId !== undefined && (
        <Fact name={words.replayOf}>
          <Link className="mono" to={paths.execution(tenant, { ...execution, id: execution.parentId })}>
            {execution.parentId}
          </Link>
        </Fact>
      )}
      <Fact name={words.id}>
        <Copyable text={execution.id} label={words.id.toLowerCase()} />
      </Fact>
      {(execution.labels ?? []).length > 0 && (
        <Fact name={t.labels}>
          <Labels labels={execution.labels} all wrap />
        </Fact>
      )}
    </dl>
  );
}

/** The execution whose subflow this is, or that a flow trigger heard of. */
function StartedBy({ variables = {} }: { readonly variables?: NonNullable<WireExecution['trigger']>['variables'] }) {
  const tenant = useTenant();
  const { executionId: id, namespace, flowId } = variables;
  if (typeof id !== 'string' || typeof namespace !== 'string' || typeof flowId !== 'string') return null;
  return (
    <Fact name={t.executions.facts.startedBy}>
      <Link to={paths.execution(tenant, { id, namespace, flowId })} title={`${namespace}.${flowId}`}>
        {flowId} <span className="mono">{id}</span>
      </Link>
    </Fact>
  );
}

function LoopFacts({ loopRun: { parent, taskId, index, key, value } }: { readonly loopRun: WireLoopRun }) {
  const tenant = useTenant();
  const words = t.executions.facts;
  return (
    <>
      <Fact name={words.iterationOf}>
        <Link className="mono" to={paths.execution(tenant, parent)}>
          {parent.id}
        </Link>
      </Fact>
      <Fact name={words.loop}>
        {taskId} <span className="numbers dim">{formatNumber(index)}</span> {key}
      </Fact>
      <Fact name={words.value}>{value}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly empty: string;
  readonly value: WireExecution['inputs'];
  readonly root: string;
  readonly execution: WireExecution;
}

function Part({ title, empty, value, root, execution }: PartProps) {
  return (
    <section>
      <h2 className={classes.title}>{title}</h2>
      {value === undefined || Object.keys(value).length === 0 ? (
        <p className={classes.none}>{empty}</p>
      ) : (
        <JsonTree value={value} path={root} executionId={execution.id} />
      )}
    </section>
  );
}
