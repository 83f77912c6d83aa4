import { Link } from '@tanstack/react-router';
import { IconHourglass } from '@tabler/icons-react';
import { useState } from 'react';
import { executions, type WireWaitingReason } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { executionKey } from '../../live/use-live-execution.ts';
import { useNow } from '../../live/use-now.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { ResumeButton } from './resume-button.tsx';
import { useSwitchHold, useWaitingReasons } from './use-waiting-reasons.ts';
import { waitingSentence } from './waiting-sentence.ts';
import classes from './waiting-panel.module.css';

const shownReasons = 5;

/** What an execution waits for, in sentences, with the way on beside each. Nothing when nothing waits. */
export function WaitingPanel({ execution }: { readonly execution: WireExecution }) {
  const shown = useWaitingReasons(execution);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.panel} aria-label={t.executions.waiting.label}>
      {shown.slice(0, shownReasons).map((reason, index) => (
        <Reason key={`${reason.kind} ${reason.taskRunId ?? ''} ${index}`} reason={reason} execution={execution} />
      ))}
      {shown.length > shownReasons && (
        <li className={`dim ${classes.more}`}>{t.executions.waiting.more(shown.length - shownReasons)}</li>
      )}
    </ul>
  );
}

function Reason({ reason, execution }: { readonly reason: WireWaitingReason; readonly execution: WireExecution }) {
  const now = useNow();
  const { taskId, kind } = reason;
  return (
    <li className={classes.reason}>
      <IconHourglass size={16} aria-hidden />
      <span className={classes.text}>
        {taskId !== undefined && <strong>{t.executions.waiting.of(taskId)} </strong>}
        <span title={reason.message}>{waitingSentence(reason, now)}</span> <Holders reason={reason} />
      </span>
      {kind === 'RESUME' && <ResumeButton execution={execution} primary />}
      {(kind === 'SLOT' || kind === 'DATE') && <RunNow execution={execution} />}
    </li>
  );
}

/** Links to the executions that take the slots, or whose end is waited for. */
function Holders({ reason }: { readonly reason: WireWaitingReason }) {
  const tenant = useTenant();
  const ids = reason.facts['executionIds'];
  const isHeld = reason.kind === 'SLOT';
  if ((!isHeld && reason.kind !== 'CHILD') || !Array.isArray(ids) || ids.length === 0) return null;
  return (
    <span className="dim">
      {isHeld && `${t.executions.waiting.takenBy} `}
      {ids.slice(0, shownReasons).map((id: string) => (
        <Link key={id} className={`mono ${classes.holder}`} to={paths.executions(tenant)} search={{ q: id } as never}>
          {id}
        </Link>
      ))}
    </span>
  );
}

function RunNow({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const held = useSwitchHold(execution);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ActionButton
        label={t.executions.waiting.run}
        reason={whyNot.forceRun(execution, permissions) ?? held}
        onClick={() => setAsking(true)}
      />
      <ConfirmDialog
        opened={asking}
        title={t.executions.waiting.runTitle}
        confirmLabel={t.executions.waiting.run}
        destructive={false}
        onConfirm={async () => {
          await executions.forceRun(tenant, execution.id);
          await queryClient.invalidateQueries({ queryKey: executionKey(tenant, execution.id) });
        }}
        onClose={() => setAsking(false)}
      >
        {t.executions.waiting.runText}
      </ConfirmDialog>
    </>
  );
}
