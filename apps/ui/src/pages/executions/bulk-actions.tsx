import { Menu } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStopFilled,
  IconPlayerTrackNext,
  IconReload,
  IconRotate,
  IconRun,
  IconStatusChange,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import { isTerminal, stateNames, type StateName } from '@windhover/model';
import { useState } from 'react';
import { executionBulk, type BulkOperation } from '../../api/execution-bulk.ts';
import type { Filter } from '../../api/query.ts';
import type { WireExecutionRow, WireLabel } from '../../api/wire.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { useBulkChange } from '../../components/use-bulk-change.tsx';
import type { Chosen } from '../../components/use-selection.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { executionRules } from '../../why-not.ts';
import { LabelFields } from '../flows/label-fields.tsx';
import { StatusField } from './status-field.tsx';

const rules = {
  restart: executionRules.restart,
  replay: executionRules.replay,
  kill: executionRules.kill,
  pause: executionRules.pause,
  resume: executionRules.resume,
  unqueue: executionRules.unqueue,
  'force-run': executionRules.forceRun,
  labels: executionRules.setLabels,
  'change-status': executionRules.changeStatus,
  delete: executionRules.deleteExecution,
} as const;

const noLabels: readonly WireLabel[] = [{ key: '', value: '' }];
const finalStates = stateNames.filter(isTerminal);

interface BulkActionsProps {
  readonly selection: Chosen<WireExecutionRow>;
  readonly filters: readonly Filter[];
  readonly total: number;
}

/** What can be done with the chosen executions; each asks first and says how many. */
export function BulkActions({ selection, filters, total }: BulkActionsProps) {
  const tenant = useTenant();
  const [labels, setLabels] = useState(noLabels);
  const [status, setStatus] = useState<StateName>(finalStates[0]!);
  const named = labels.filter(({ key }) => key !== '');
  const { ask, question } = useBulkChange<WireExecutionRow, BulkOperation>({
    selection,
    total,
    rules,
    destructive: ['kill', 'delete'],
    words: bulkText.executions,
    fields: {
      labels: { content: <LabelFields labels={labels} onChange={setLabels} />, ready: named.length > 0 },
      'change-status': {
        content: <StatusField states={finalStates} value={status} onChange={setStatus} />,
        ready: true,
      },
    },
    change: async (operation, rows) => {
      const target = rows === undefined ? { filters } : { ids: rows.map(({ id }) => id) };
      const done = await executionBulk.change(tenant, operation, target, { labels: named, newStatus: status });
      setLabels(noLabels);
      await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'executions') });
      return done;
    },
  });
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
          <ActionItem {...ask('change-status')} icon={<IconStatusChange size={15} />} />
          <Menu.Divider />
          <ActionItem {...ask('delete')} icon={<IconTrash size={15} />} destructive />
        </ActionMenu>
      </SelectionBar>
      {question}
    </>
  );
}
