import { useState } from 'react';
import { executionBulk, type BulkOperation, type BulkTarget } from '../../api/execution-bulk.ts';
import type { Filter } from '../../api/query.ts';
import type { WireExecutionRow, WireLabel } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { toast } from '../../components/toast.ts';
import type { Chosen } from '../../components/use-selection.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { LabelFields } from '../flows/label-fields.tsx';
import { sortOut } from './sort-out.ts';

const words = bulkText.executions;

export type BulkAction = BulkOperation | 'labels' | 'delete';

const reasons = {
  restart: whyNot.restart,
  replay: whyNot.replay,
  kill: whyNot.kill,
  pause: whyNot.pause,
  resume: whyNot.resume,
  unqueue: whyNot.unqueue,
  'force-run': whyNot.forceRun,
  labels: whyNot.setLabels,
  delete: whyNot.deleteExecution,
} satisfies Record<BulkAction, unknown>;

interface BulkDialogProps {
  readonly action: BulkAction;
  readonly selection: Chosen<WireExecutionRow>;
  readonly filters: readonly Filter[];
  /** How many match the filters. */
  readonly total: number;
  readonly onClose: () => void;
}

/** Says what is done to how many, and which of the chosen are left out and why, before anything is done. */
export function BulkDialog({ action, selection, filters, total, onClose }: BulkDialogProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [labels, setLabels] = useState<readonly WireLabel[]>([{ key: '', value: '' }]);
  const sorted = sortOut([...selection.chosen.values()], (execution) => reasons[action](execution, permissions));
  const count = selection.all ? total : sorted.ids.length;
  const target: BulkTarget = selection.all ? { filters } : { ids: sorted.ids };
  const named = labels.filter((label) => label.key !== '');

  const submit = async () => {
    const done = await actOn(tenant, action, target, named);
    selection.clear();
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'executions') });
    toast(words.done(words.label[action], done.count));
  };

  return (
    <DialogForm
      opened
      title={words.title(words.label[action], count)}
      action={words.label[action]}
      ready={count > 0 && (action !== 'labels' || named.length > 0)}
      destructive={action === 'kill' || action === 'delete'}
      focusAction={action !== 'labels'}
      onSubmit={submit}
      onClose={onClose}
    >
      {count === 0 ? <span>{words.none}</span> : <span>{words.text[action]}</span>}
      {selection.all && <span className="dim">{words.matching}</span>}
      {!selection.all && sorted.leftOut.length > 0 && (
        <ul className="dim" style={{ margin: 0, paddingLeft: 18 }}>
          {sorted.leftOut.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {action === 'labels' && <LabelFields labels={labels} onChange={setLabels} />}
    </DialogForm>
  );
}

function actOn(tenant: string | undefined, action: BulkAction, target: BulkTarget, labels: readonly WireLabel[]) {
  switch (action) {
    case 'labels':
      return executionBulk.setLabels(tenant, target, labels);
    case 'delete':
      return executionBulk.remove(tenant, target);
    default:
      return executionBulk.act(tenant, action, target);
  }
}
