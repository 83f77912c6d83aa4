import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleMinus } from '@tabler/icons-react';
import type { WireTrigger, WireTriggerState } from '../../api/triggers.ts';
import type { Column } from '../../components/data-table.tsx';
import { Ago } from '../../components/time.tsx';
import { formatInstant } from '../../format/instant.ts';
import { shortType } from '../../format/short-type.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { TriggerActions } from './trigger-actions.tsx';
import { TriggerSwitch } from './trigger-switch.tsx';
import classes from './triggers.module.css';

type TriggerColumn = Column<WireTrigger>;

const id: TriggerColumn = {
  id: 'id',
  header: words.columns.id,
  cell: ({ trigger }) => (
    <span className={classes.id}>
      <span className="truncate">{trigger.id}</span>
      <span className="dim truncate" title={trigger.type}>
        {shortType(trigger.type)}
      </span>
    </span>
  ),
};
const flow: TriggerColumn = {
  id: 'flow',
  header: words.columns.flow,
  cell: ({ state }) => <span title={state.flowId}>{state.flowId}</span>,
};
const namespace: TriggerColumn = {
  id: 'namespace',
  minor: true,
  header: words.columns.namespace,
  cell: ({ state }) => <span title={state.namespace}>{state.namespace}</span>,
};
const next: TriggerColumn = {
  id: 'next',
  header: words.columns.next,
  width: 100,
  cell: ({ state }) =>
    state.nextExecutionDate === undefined ? (
      <span className="dim">{words.noNext}</span>
    ) : (
      <Ago date={state.nextExecutionDate} />
    ),
};
const last: TriggerColumn = {
  id: 'last',
  header: words.columns.last,
  width: 100,
  cell: ({ state }) =>
    state.lastTriggeredDate === undefined ? (
      <span className="dim">{words.neverFired}</span>
    ) : (
      <Ago date={state.lastTriggeredDate} />
    ),
};
const evaluation: TriggerColumn = {
  id: 'evaluation',
  header: words.columns.evaluation,
  cell: ({ state }) => <Evaluation state={state} />,
};
const backfill: TriggerColumn = {
  id: 'backfill',
  minor: true,
  header: words.columns.backfill,
  cell: ({ state }) => state.backfill !== undefined && <BackfillProgress backfill={state.backfill} />,
};
const enabled: TriggerColumn = {
  id: 'enabled',
  header: words.columns.enabled,
  width: 60,
  cell: (row) => <TriggerSwitch trigger={row} />,
};
const actions: TriggerColumn = {
  id: 'actions',
  header: '',
  width: 60,
  align: 'right',
  cell: (row) => <TriggerActions trigger={row} />,
};

export const columnsOfAll: readonly TriggerColumn[] = [
  id,
  flow,
  namespace,
  next,
  last,
  evaluation,
  backfill,
  enabled,
  actions,
];
export const columnsOfOneFlow: readonly TriggerColumn[] = [id, next, last, evaluation, backfill, enabled, actions];

const outcomeIcons = { FIRED: IconCircleCheckFilled, SKIPPED: IconCircleMinus, FAILED: IconAlertTriangleFilled };
const outcomeTones = { FIRED: 'green', SKIPPED: 'grey', FAILED: 'red' } as const;

/** How the last evaluation went and why; what was started is a link. */
function Evaluation({ state }: { readonly state: WireTriggerState }) {
  const tenant = useTenant();
  const { lastEvaluation, executionId } = state;
  if (lastEvaluation === undefined) return <span className="dim">{words.neverFired}</span>;
  const { outcome, reason, date } = lastEvaluation;
  const Icon = outcomeIcons[outcome];
  return (
    <Tooltip label={`${formatInstant(Date.parse(date))}: ${reason}`} multiline maw={420}>
      <span className={classes.evaluation}>
        <Icon size={14} aria-hidden style={{ color: `var(--${outcomeTones[outcome]}-solid)` }} />
        {outcome === 'FIRED' && executionId !== undefined ? (
          <Link to={paths.execution(tenant, { ...state, id: executionId })}>{words.outcomes[outcome]}</Link>
        ) : (
          <span>{words.outcomes[outcome]}</span>
        )}
        <span className="dim truncate">{reason}</span>
      </span>
    </Tooltip>
  );
}

function BackfillProgress({
  backfill: { start, end, currentDate, paused },
}: {
  readonly backfill: NonNullable<WireTriggerState['backfill']>;
}) {
  const [from, to, at] = [start, end, currentDate].map((date) => Date.parse(date)) as [number, number, number];
  const text = (paused ? words.backfill.paused : words.backfill.at)(formatInstant(at), formatInstant(to));
  return (
    <span className={classes.backfill} title={text}>
      <progress aria-label={text} value={Math.min(at, to) - from} max={Math.max(1, to - from)} />
      <span className="truncate">{text}</span>
    </span>
  );
}
