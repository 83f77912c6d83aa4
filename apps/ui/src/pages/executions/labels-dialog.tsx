import { isSystemLabel } from '@windhover/model';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution, WireLabel } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { LabelFields } from '../flows/label-fields.tsx';

interface LabelsDialogProps {
  readonly execution: WireExecution;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<unknown>;
}

/** Labels to be added or to be given another value, which is all that the server does; those of the system are not shown. */
export function LabelsDialog({ execution, onClose, onSaved }: LabelsDialogProps) {
  const tenant = useTenant();
  const own = (execution.labels ?? []).filter((label) => !isSystemLabel(label));
  const [labels, setLabels] = useState<readonly WireLabel[]>([...own, { key: '', value: '' }]);
  const named = labels.filter(({ key }) => key !== '');
  return (
    <DialogForm
      opened
      title={t.executions.setLabels}
      action={t.executions.setLabels}
      ready={named.length > 0}
      onSubmit={async () => {
        await executions.setLabels(tenant, execution.id, named);
        await onSaved();
      }}
      onClose={onClose}
    >
      <LabelFields labels={labels} kept={own.length} onChange={setLabels} />
    </DialogForm>
  );
}
