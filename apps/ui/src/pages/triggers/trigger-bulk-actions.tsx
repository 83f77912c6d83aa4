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
import type { WireTrigger } from '../../api/triggers.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { useBulkChange } from '../../components/use-bulk-change.tsx';
import type { Chosen } from '../../components/use-selection.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { triggersKey } from './triggers-key.ts';

const words = bulkText.triggers;

const rules = {
  enable: { permission: 'TRIGGER:ENABLE', holds: ({ state }: WireTrigger) => state.disabled },
  disable: { permission: 'TRIGGER:DISABLE', holds: ({ state }: WireTrigger) => !state.disabled },
  unlock: { permission: 'TRIGGER:UNLOCK', holds: ({ state }: WireTrigger) => state.locked },
  'backfill/pause': {
    permission: 'TRIGGER:BACKFILL',
    holds: ({ state }: WireTrigger) => state.backfill?.paused === false,
  },
  'backfill/unpause': {
    permission: 'TRIGGER:BACKFILL',
    holds: ({ state }: WireTrigger) => state.backfill?.paused === true,
  },
  'backfill/delete': {
    permission: 'TRIGGER:BACKFILL',
    holds: ({ state }: WireTrigger) => state.backfill !== undefined,
  },
} as const;

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
    destructive: 'backfill/delete',
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
