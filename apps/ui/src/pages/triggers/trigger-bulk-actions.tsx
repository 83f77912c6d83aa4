import {
  IconLockOpen,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconToggleLeft,
  IconToggleRight,
} from '@tabler/icons-react';
import type { Filter } from '../../api/query.ts';
import { changeTriggers, type TriggerOperation } from '../../api/trigger-bulk.ts';
import type { WireTrigger, WireTriggerState } from '../../api/triggers.ts';
import { lacking } from '../../auth/lacking.ts';
import type { Permission } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { useBulkChange, type BulkRule } from '../../components/use-bulk-change.tsx';
import type { Chosen } from '../../components/use-selection.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { triggersKey } from './triggers-key.ts';

const words = bulkText.triggers;

const rule = (
  operation: TriggerOperation,
  permission: Permission,
  holds: (state: WireTriggerState) => boolean,
): BulkRule<WireTrigger> => ({
  permission,
  whyNot: ({ state }, permissions) =>
    holds(state) ? lacking(permissions, permission, state.namespace) : words.whyNot[operation],
});

const rules = {
  enable: rule('enable', 'TRIGGER:ENABLE', ({ disabled }) => disabled),
  disable: rule('disable', 'TRIGGER:DISABLE', ({ disabled }) => !disabled),
  unlock: rule('unlock', 'TRIGGER:UNLOCK', ({ locked }) => locked),
  'backfill/pause': rule('backfill/pause', 'TRIGGER:BACKFILL', ({ backfill }) => backfill?.paused === false),
  'backfill/unpause': rule('backfill/unpause', 'TRIGGER:BACKFILL', ({ backfill }) => backfill?.paused === true),
  'backfill/delete': rule('backfill/delete', 'TRIGGER:BACKFILL', ({ backfill }) => backfill !== undefined),
};

interface TriggerBulkActionsProps {
  readonly selection: Chosen<WireTrigger>;
  readonly filters: readonly Filter[];
  readonly total: number;
}

/** What can be done with the chosen triggers; each asks first and says how many. */
export function TriggerBulkActions({ selection, filters, total }: TriggerBulkActionsProps) {
  const tenant = useTenant();
  const { ask, question } = useBulkChange<WireTrigger, TriggerOperation>({
    selection,
    total,
    rules,
    destructive: ['backfill/delete'],
    words,
    change: async (operation, rows) => {
      const target = rows === undefined ? { filters } : { names: rows.map(({ state }) => state) };
      const done = await changeTriggers(tenant, operation, target);
      await queryClient.invalidateQueries({ queryKey: triggersKey(tenant) });
      return done;
    },
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
      {question}
    </>
  );
}
