import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { triggers, type WireTrigger } from '../../api/triggers.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatInstantWithZone } from '../../format/instant.ts';
import { useNow } from '../../live/use-now.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { useFocusBack } from '../../components/use-focus-back.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { TriggerHistory } from './trigger-history.tsx';
import { triggerStanding, type TriggerStanding } from './trigger-standing.ts';
import classes from './triggers.module.css';
import { useTriggerChange } from './use-trigger-change.ts';

interface TriggerDialogProps {
  readonly trigger: WireTrigger;
  readonly onClose: () => void;
}

/** What a trigger does now, why it does not fire if it does not and what helps, and how it was evaluated so far. */
export function TriggerDialog({ trigger, onClose }: TriggerDialogProps) {
  useFocusBack(true);
  const now = useNow();
  const { state } = trigger;
  const { nextExecutionDate, lastTriggeredDate } = state;
  const standing = triggerStanding(trigger, now);
  const exact = (date: string | undefined, none: string) =>
    date === undefined ? none : formatInstantWithZone(Date.parse(date));
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={words.about(state.triggerId)}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <p className={classes.text}>{sentenceOf(standing, trigger)}</p>
      <div className={classes.remedies}>
        <Remedies standing={standing} trigger={trigger} />
      </div>
      <dl className={classes.facts}>
        <Fact name={words.columns.next}>{exact(nextExecutionDate, words.noNext)}</Fact>
        <Fact name={words.columns.last}>{exact(lastTriggeredDate, words.neverFired)}</Fact>
      </dl>
      <TriggerHistory trigger={state} />
    </Modal>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function sentenceOf(standing: TriggerStanding, { state: { executionId = '', backfill, kind } }: WireTrigger): string {
  const sentences = kind === 'POLLING' ? { ...words.standing, ...words.polling } : words.standing;
  const at = backfill === undefined ? '' : formatInstantWithZone(Date.parse(backfill.currentDate));
  switch (standing) {
    case 'LOCKED':
      return sentences.LOCKED(executionId);
    case 'BACKFILL':
    case 'BACKFILL_PAUSED':
      return sentences[standing](at);
    default:
      return sentences[standing];
  }
}

/** The ways on, each disabled with its reason where it may not be gone. */
function Remedies({
  standing,
  trigger: { state },
}: {
  readonly standing: TriggerStanding;
  readonly trigger: WireTrigger;
}) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { attempt } = useTriggerChange();
  const { triggerId, namespace, flowId, executionId } = state;
  const missing = (action: string) => lacking(permissions, `TRIGGER:${action}`, namespace);
  const edit = (
    <Button component={Link} variant="default" to={paths.flow(tenant, namespace, flowId, 'edit')}>
      {words.editFlow}
    </Button>
  );
  switch (standing) {
    case 'OFF':
      return (
        <ActionButton
          label={words.switchOn}
          reason={missing('ENABLE')}
          onClick={attempt(() => triggers.setDisabled(tenant, state, false))}
        />
      );
    case 'LOCKED':
      return (
        <>
          {executionId !== undefined && (
            <Button
              component={Link}
              variant="default"
              to={paths.execution(tenant, { namespace, flowId, id: executionId })}
            >
              {words.openExecution}
            </Button>
          )}
          <ActionButton
            label={words.unlock}
            reason={missing('UNLOCK')}
            onClick={attempt(() => triggers.unlock(tenant, state), words.unlocked(triggerId))}
          />
        </>
      );
    case 'BACKFILL_PAUSED':
      return (
        <ActionButton
          label={words.backfill.resume}
          reason={missing('BACKFILL')}
          onClick={attempt(() => triggers.continueBackfill(tenant, state))}
        />
      );
    case 'OVERDUE':
      return (
        <>
          <ActionButton
            label={words.restart}
            reason={missing('RESTART')}
            onClick={attempt(() => triggers.restart(tenant, state), words.restarted(triggerId))}
          />
          {edit}
        </>
      );
    case 'OFF_IN_SOURCE':
    case 'NO_DATE':
    case 'FAILED':
      return edit;
    case 'BACKFILL':
    case 'DUE':
      return null;
  }
}
