import type { JsonObject } from '@windhover/model';
import type { WireExecutionRow } from '../../api/wire.ts';
import type { Column } from '../../components/data-table.tsx';
import { Labels } from '../../components/labels.tsx';
import { Ago, Duration } from '../../components/time.tsx';
import { formatNumber } from '../../format/count.ts';
import { endDateOf } from '../../states/end-date-of.ts';
import { t } from '../../messages/en.ts';
import { StateBadge } from '../../states/state-badge.tsx';

type ExecutionColumn = Column<WireExecutionRow>;

const words = t.executions.columns;
const id: ExecutionColumn = {
  id: 'id',
  header: words.id,
  width: 190,
  cell: (row) => <span className="mono">{row.id}</span>,
};
const state: ExecutionColumn = {
  id: 'state',
  header: words.state,
  sort: 'state.current:asc',
  width: 120,
  cell: (row) => <StateBadge state={row.state.current} />,
};
const started: ExecutionColumn = {
  id: 'started',
  header: words.started,
  sort: 'state.startDate:desc',
  width: 100,
  cell: (row) => <Ago date={row.state.startDate} />,
};
const duration: ExecutionColumn = {
  id: 'duration',
  header: words.duration,
  sort: 'state.duration:desc',
  width: 90,
  align: 'right',
  cell: (row) => <Duration from={row.state.startDate} to={endDateOf(row.state)} />,
};
const ended: ExecutionColumn = {
  id: 'ended',
  header: words.ended,
  sort: 'state.endDate:desc',
  hidden: true,
  width: 110,
  cell: ({ state: { endDate } }) => endDate !== undefined && <Ago date={endDate} />,
};
const revision: ExecutionColumn = {
  id: 'revision',
  header: words.revision,
  hidden: true,
  width: 90,
  align: 'right',
  cell: ({ flowRevision }) => <span className="numbers">{flowRevision}</span>,
};
const inputs: ExecutionColumn = {
  id: 'inputs',
  header: words.inputs,
  hidden: true,
  cell: ({ inputs: given }) => given && <span title={asText(given)}>{asText(given)}</span>,
};
const parent: ExecutionColumn = {
  id: 'parent',
  header: words.parent,
  hidden: true,
  width: 210,
  cell: ({ trigger: by }) => <span className="mono">{parentOf(by?.variables)}</span>,
};
const namespace: ExecutionColumn = {
  id: 'namespace',
  header: words.namespace,
  sort: 'namespace:asc',
  cell: (row) => <span title={row.namespace}>{row.namespace}</span>,
};
const flow: ExecutionColumn = {
  id: 'flow',
  header: words.flow,
  sort: 'flowId:asc',
  cell: (row) => <span title={row.flowId}>{row.flowId}</span>,
};
const labels: ExecutionColumn = {
  id: 'labels',
  minor: true,
  header: words.labels,
  cell: (row) => <Labels labels={row.labels} />,
};
const trigger: ExecutionColumn = {
  id: 'trigger',
  minor: true,
  header: words.trigger,
  width: 120,
  cell: (row) => row.trigger?.id ?? <span className="dim">{t.executions.manual}</span>,
};

export const columnsOfAll: readonly ExecutionColumn[] = [
  id,
  state,
  started,
  ended,
  // Which flow it was says more where there is little room
  { ...duration, minor: true },
  namespace,
  flow,
  revision,
  inputs,
  labels,
  trigger,
  parent,
];
export const columnsOfOneFlow: readonly ExecutionColumn[] = [
  id,
  state,
  started,
  ended,
  duration,
  revision,
  inputs,
  labels,
  trigger,
  parent,
];

/** Without those that somebody has to ask for. */
export const usualColumnsOfOneFlow = columnsOfOneFlow.filter(({ hidden }) => hidden !== true);

const iteration: ExecutionColumn = {
  id: 'iteration',
  header: words.iteration,
  cell: ({ loopRun }) =>
    loopRun && (
      <span title={loopRun.value}>
        <span className="numbers">{formatNumber(loopRun.index)}</span> {loopRun.key ?? loopRun.value}
      </span>
    ),
};

export const columnsOfIterations: readonly ExecutionColumn[] = [id, state, iteration, started, duration, flow];

function asText(inputs: JsonObject): string {
  return Object.entries(inputs)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

/** The execution that has started this one, by a subflow or a flow trigger. */
function parentOf(variables: JsonObject | undefined): string {
  const id = variables?.['executionId'];
  return typeof id === 'string' ? id : '';
}
