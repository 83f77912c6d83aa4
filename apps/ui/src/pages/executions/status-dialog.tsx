import { isTerminal, stateNames, type StateName } from '@windhover/model';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { StatusField } from './status-field.tsx';

interface StatusDialogProps {
  readonly execution: WireExecution;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<unknown>;
}

/** Gives an ended execution another final state: nothing runs again. */
export function StatusDialog({ execution, onClose, onSaved }: StatusDialogProps) {
  const tenant = useTenant();
  const others = stateNames.filter((state) => isTerminal(state) && state !== execution.state.current);
  const [status, setStatus] = useState<StateName>(others[0]!);
  return (
    <DialogForm
      opened
      title={t.executions.changeStatus}
      action={t.executions.changeStatus}
      onSubmit={async () => {
        await executions.changeStatus(tenant, execution.id, status);
        await onSaved();
      }}
      onClose={onClose}
    >
      <StatusField states={others} value={status} onChange={setStatus} />
    </DialogForm>
  );
}
