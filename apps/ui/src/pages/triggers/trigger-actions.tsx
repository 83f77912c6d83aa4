import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconHistory,
  IconLockOpen,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { triggers, type WireTrigger } from '../../api/triggers.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { BackfillDialog } from './backfill-dialog.tsx';
import { triggersKey } from './triggers-key.ts';

export function TriggerActions({ trigger: { state } }: { readonly trigger: WireTrigger }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [asked, setAsked] = useState<'backfill' | 'end'>();
  const { triggerId: id, namespace, backfill } = state;
  const missing = (action: string) =>
    permissions.can(`TRIGGER:${action}`, namespace) ? undefined : t.tenants.needs(`TRIGGER:${action}`);
  const mayBackfill = missing('BACKFILL');
  const renew = () => queryClient.invalidateQueries({ queryKey: triggersKey(tenant) });
  const attempt = (act: () => Promise<unknown>, message?: string) => () =>
    void act().then(
      async () => {
        await renew();
        if (message !== undefined) toast(message);
      },
      (error: unknown) => toastError(words.failed, error),
    );

  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon size={24} aria-label={`${t.moreActions}: ${id}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Choice
            label={words.unlock}
            icon={<IconLockOpen size={15} />}
            reason={state.locked ? missing('UNLOCK') : words.notLocked}
            onClick={attempt(() => triggers.unlock(tenant, state), words.unlocked(id))}
          />
          <Choice
            label={words.restart}
            icon={<IconRefresh size={15} />}
            reason={missing('RESTART')}
            onClick={attempt(() => triggers.restart(tenant, state), words.restarted(id))}
          />
          <Menu.Divider />
          {backfill === undefined ? (
            <Choice
              label={`${words.backfill.create}…`}
              icon={<IconHistory size={15} />}
              reason={mayBackfill}
              onClick={() => setAsked('backfill')}
            />
          ) : (
            <>
              <Choice
                label={backfill.paused ? words.backfill.resume : words.backfill.pause}
                icon={backfill.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
                reason={mayBackfill}
                onClick={attempt(() =>
                  backfill.paused ? triggers.continueBackfill(tenant, state) : triggers.pauseBackfill(tenant, state),
                )}
              />
              <Choice
                label={words.backfill.remove}
                icon={<IconPlayerStop size={15} />}
                reason={mayBackfill}
                onClick={() => setAsked('end')}
              />
            </>
          )}
        </Menu.Dropdown>
      </Menu>
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

interface ChoiceProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Why it cannot be used now. */
  readonly reason: string | undefined;
  readonly onClick: () => void;
}

function Choice({ label, icon, reason, onClick }: ChoiceProps) {
  return (
    <Menu.Item leftSection={icon} disabled={reason !== undefined} title={reason} onClick={onClick}>
      {label}
    </Menu.Item>
  );
}
