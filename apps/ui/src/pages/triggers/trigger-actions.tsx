import { Menu } from '@mantine/core';
import {
  IconHistory,
  IconLockOpen,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { useState } from 'react';
import { triggers, type WireTrigger } from '../../api/triggers.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { BackfillDialog } from './backfill-dialog.tsx';
import { useTriggerChange } from './use-trigger-change.ts';

export function TriggerActions({ trigger: { state } }: { readonly trigger: WireTrigger }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [asked, setAsked] = useState<'backfill' | 'end'>();
  const { triggerId: id, namespace, backfill } = state;
  const missing = (action: string) => lacking(permissions, `TRIGGER:${action}`, namespace);
  const mayBackfill = missing('BACKFILL');
  const { renew, attempt } = useTriggerChange();

  return (
    <>
      <ActionMenu of={id}>
        <ActionItem
          label={words.unlock}
          icon={<IconLockOpen size={15} />}
          reason={state.locked ? missing('UNLOCK') : words.notLocked}
          onClick={attempt(() => triggers.unlock(tenant, state), words.unlocked(id))}
        />
        <ActionItem
          label={words.restart}
          icon={<IconRefresh size={15} />}
          reason={missing('RESTART')}
          onClick={attempt(() => triggers.restart(tenant, state), words.restarted(id))}
        />
        <Menu.Divider />
        {backfill === undefined ? (
          <ActionItem
            label={`${words.backfill.create}…`}
            icon={<IconHistory size={15} />}
            reason={state.kind === 'SCHEDULE' ? mayBackfill : words.backfill.noDates}
            onClick={() => setAsked('backfill')}
          />
        ) : (
          <>
            <ActionItem
              label={backfill.paused ? words.backfill.resume : words.backfill.pause}
              icon={backfill.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
              reason={mayBackfill}
              onClick={attempt(() =>
                backfill.paused ? triggers.continueBackfill(tenant, state) : triggers.pauseBackfill(tenant, state),
              )}
            />
            <ActionItem
              label={words.backfill.remove}
              icon={<IconPlayerStop size={15} />}
              reason={mayBackfill}
              onClick={() => setAsked('end')}
            />
          </>
        )}
      </ActionMenu>
      {asked === 'backfill' && <BackfillDialog trigger={state} onClose={() => setAsked(undefined)} onStarted={renew} />}
      <ConfirmDialog
        opened={asked === 'end'}
        title={words.backfill.removeTitle(id)}
        confirmLabel={words.backfill.remove}
        onConfirm={async () => {
          await triggers.endBackfill(tenant, state);
          await renew();
          toast(words.backfill.removed(id));
        }}
        onClose={() => setAsked(undefined)}
      >
        {words.backfill.removeText}
      </ConfirmDialog>
    </>
  );
}
