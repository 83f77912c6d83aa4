import { VisuallyHidden } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useState } from 'react';
import type { WireTrigger, WireTriggerState } from '../../api/triggers.ts';
import type { Column } from '../../components/data-table.tsx';
import { Ago } from '../../components/time.tsx';
import { formatInstant } from '../../format/instant.ts';
import { shortType } from '../../format/short-type.ts';
import { useNow } from '../../live/use-now.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { TriggerActions } from './trigger-actions.tsx';
import { TriggerDialog } from './trigger-dialog.tsx';
import { isHeldUp, triggerStanding } from './trigger-standing.ts';
import { TriggerOutcome } from './trigger-outcome.tsx';
import { TriggerSwitch } from './trigger-switch.tsx';
import classes from './triggers.module.css';

type TriggerColumn = Column<WireTrigger>;

const id: TriggerColumn = {
  id: 'id',
  header: words.columns.id,
  sort: 'triggerId:asc',
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
  sort: 'flowId:asc',
  cell: ({ state }) => <span title={state.flowId}>{state.flowId}</span>,
};
const namespace: TriggerColumn = {
  id: 'namespace',
  minor: true,
  header: words.columns.namespace,
  sort: 'namespace:asc',
  cell: ({ state }) => <span title={state.namespace}>{state.namespace}</span>,
};
const next: TriggerColumn = {
  id: 'next',
  header: words.columns.next,
  sort: 'nextExecutionDate:asc',
  width: 100,
  cell: (row) => <Next trigger={row} />,
};
const last: TriggerColumn = {
  id: 'last',
  minor: true,
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
  cell: (row) => <Evaluation trigger={row} />,
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

/** The next date, or what holds it up. */
function Next({ trigger }: { readonly trigger: WireTrigger }) {
  const now = useNow();
  const standing = triggerStanding(trigger, now);
  const { nextExecutionDate } = trigger.state;
  if (isHeldUp(standing))
    return (
      <span className={classes.heldUp}>
        <IconHourglass size={14} aria-hidden />
        {words.heldUp[standing]}
      </span>
    );
  return nextExecutionDate === undefined ? (
    <span className="dim">{words.noNext}</span>
  ) : (
    <Ago date={nextExecutionDate} />
  );
}

/** How the last evaluation went and why; opens what there is to know about it. */
function Evaluation({ trigger }: { readonly trigger: WireTrigger }) {
  const [open, setOpen] = useState(false);
  const { triggerId, lastEvaluation } = trigger.state;
  return (
    <>
      <button
        type="button"
        className={classes.evaluation}
        title={lastEvaluation?.reason}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <VisuallyHidden>{`${words.why(triggerId)}: `}</VisuallyHidden>
        {lastEvaluation === undefined ? (
          <span className="dim">{words.neverFired}</span>
        ) : (
          <>
            <TriggerOutcome outcome={lastEvaluation.outcome} />
            <span className="dim truncate">{lastEvaluation.reason}</span>
          </>
        )}
      </button>
      {open && <TriggerDialog trigger={trigger} onClose={() => setOpen(false)} />}
    </>
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
