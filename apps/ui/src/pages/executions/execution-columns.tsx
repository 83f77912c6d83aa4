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
  width: 210,
  cell: (row) => <span className="mono">{row.id}</span>,
};
const state: ExecutionColumn = {
  id: 'state',
  header: words.state,
  width: 120,
  cell: (row) => <StateBadge state={row.state.current} />,
};
const started: ExecutionColumn = {
  id: 'started',
  header: words.started,
  width: 110,
  cell: (row) => <Ago date={row.state.startDate} />,
};
const duration: ExecutionColumn = {
  id: 'duration',
  header: words.duration,
  width: 90,
  align: 'right',
  cell: (row) => <Duration from={row.state.startDate} to={endDateOf(row.state)} />,
};
const namespace: ExecutionColumn = {
  id: 'namespace',
  header: words.namespace,
  cell: (row) => <span title={row.namespace}>{row.namespace}</span>,
};
const flow: ExecutionColumn = {
  id: 'flow',
  header: words.flow,
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
  duration,
  namespace,
  flow,
  labels,
  trigger,
];
export const columnsOfOneFlow: readonly ExecutionColumn[] = [id, state, started, duration, labels, trigger];

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
