import { Menu } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStopFilled,
  IconPlayerTrackNext,
  IconReload,
  IconRotate,
  IconRun,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Filter } from '../../api/query.ts';
import type { WireExecutionRow } from '../../api/wire.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import type { Chosen } from '../../components/use-selection.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { BulkDialog, type BulkAction } from './bulk-dialog.tsx';

const words = bulkText.executions.label;

interface BulkActionsProps {
  readonly selection: Chosen<WireExecutionRow>;
  readonly filters: readonly Filter[];
  readonly total: number;
}

/** What can be done with the chosen executions; each asks first and says how many. */
export function BulkActions({ selection, filters, total }: BulkActionsProps) {
  const [asked, setAsked] = useState<BulkAction>();
  const ask = (action: BulkAction) => ({ label: words[action], reason: undefined, onClick: () => setAsked(action) });
  return (
    <>
      <SelectionBar selection={selection} total={total}>
        <ActionButton {...ask('restart')} icon={<IconReload size={15} />} />
        <ActionButton {...ask('replay')} icon={<IconRotate size={15} />} />
        <ActionButton {...ask('kill')} icon={<IconPlayerStopFilled size={13} />} />
        <ActionButton {...ask('labels')} icon={<IconTag size={15} />} />
        <ActionMenu>
          <ActionItem {...ask('pause')} icon={<IconPlayerPause size={15} />} />
          <ActionItem {...ask('resume')} icon={<IconPlayerPlay size={15} />} />
          <ActionItem {...ask('unqueue')} icon={<IconPlayerTrackNext size={15} />} />
          <ActionItem {...ask('force-run')} icon={<IconRun size={15} />} />
          <Menu.Divider />
          <ActionItem {...ask('delete')} icon={<IconTrash size={15} />} destructive />
        </ActionMenu>
      </SelectionBar>
      {asked !== undefined && (
        <BulkDialog
          action={asked}
          selection={selection}
          filters={filters}
          total={total}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
