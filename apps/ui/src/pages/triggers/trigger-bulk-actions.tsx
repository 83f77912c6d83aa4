import {
  IconLockOpen,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconToggleLeft,
  IconToggleRight,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Filter } from '../../api/query.ts';
import { changeTriggers, type TriggerOperation } from '../../api/trigger-bulk.ts';
import type { WireTrigger, WireTriggerState } from '../../api/triggers.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions, type Permission } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { toast } from '../../components/toast.ts';
import type { Chosen } from '../../components/use-selection.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { triggersKey } from './triggers-key.ts';

const words = bulkText.triggers;

interface Rule {
  readonly permission: Permission;
  /** Whether there is something to change. */
  readonly holds: (state: WireTriggerState) => boolean;
}

const rules: Readonly<Record<TriggerOperation, Rule>> = {
  enable: { permission: 'TRIGGER:ENABLE', holds: ({ disabled }) => disabled },
  disable: { permission: 'TRIGGER:DISABLE', holds: ({ disabled }) => !disabled },
  unlock: { permission: 'TRIGGER:UNLOCK', holds: ({ locked }) => locked },
  'backfill/pause': { permission: 'TRIGGER:BACKFILL', holds: ({ backfill }) => backfill?.paused === false },
  'backfill/unpause': { permission: 'TRIGGER:BACKFILL', holds: ({ backfill }) => backfill?.paused === true },
  'backfill/delete': { permission: 'TRIGGER:BACKFILL', holds: ({ backfill }) => backfill !== undefined },
};

interface TriggerBulkActionsProps {
  readonly selection: Chosen<WireTrigger>;
  readonly filters: readonly Filter[];
  readonly total: number;
}

/** What can be done with the chosen triggers; each asks first and says how many. */
export function TriggerBulkActions({ selection, filters, total }: TriggerBulkActionsProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [asked, setAsked] = useState<TriggerOperation>();
  const states = [...selection.chosen.values()].map(({ state }) => state);
  const names = asked === undefined ? [] : states.filter(rules[asked].holds);
  const count = selection.all ? total : names.length;
  const ask = (operation: TriggerOperation) => ({
    label: words.label[operation],
    reason:
      lacking(permissions, rules[operation].permission) ??
      (selection.all || states.some(rules[operation].holds) ? undefined : words.none),
    onClick: () => setAsked(operation),
  });
  return (
    <>
      <SelectionBar selection={selection} total={total}>
        <ActionButton {...ask('enable')} icon={<IconToggleRight size={15} />} />
        <ActionButton {...ask('disable')} icon={<IconToggleLeft size={15} />} />
        <ActionButton {...ask('unlock')} icon={<IconLockOpen size={15} />} />
        <ActionMenu>
          <ActionItem {...ask('backfill/pause')} icon={<IconPlayerPause size={15} />} />
          <ActionItem {...ask('backfill/unpause')} icon={<IconPlayerPlay size={15} />} />
          <ActionItem {...ask('backfill/delete')} icon={<IconPlayerStop size={15} />} destructive />
        </ActionMenu>
      </SelectionBar>
      {asked !== undefined && (
        <ConfirmDialog
          opened
          title={words.title(words.label[asked], count)}
          confirmLabel={words.label[asked]}
          destructive={asked === 'backfill/delete'}
          onConfirm={async () => {
            const done = await changeTriggers(tenant, asked, selection.all ? { filters } : { names });
            selection.clear();
            await queryClient.invalidateQueries({ queryKey: triggersKey(tenant) });
            toast(words.done(words.label[asked], done.count));
          }}
          onClose={() => setAsked(undefined)}
        >
          {selection.all ? words.matching : words.passedOver(states.length - names.length)}
        </ConfirmDialog>
      )}
    </>
  );
}
