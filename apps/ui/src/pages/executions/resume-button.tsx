import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { executions, type InputCheck } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { toastError } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { ApprovalDialog } from './approval-dialog.tsx';
import { InputFields } from '../flows/input-fields.tsx';
import { fieldsOf, toForm, type InputValues } from '../flows/input-values.ts';
import { useCheckedInputs } from '../flows/use-checked-inputs.ts';
import type { ResumeDialogProps } from './resume-dialog-props.ts';
import { useSwitchHold } from './use-waiting-reasons.ts';

interface ResumeButtonProps {
  readonly execution: WireExecution;
  readonly primary?: boolean;
}

/** Lets a paused execution go on; asks first for what its pause asks for. */
export function ResumeButton({ execution, primary = false }: ResumeButtonProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const held = useSwitchHold(execution);
  const [asked, setAsked] = useState<InputCheck>();
  const { busy, run } = useAttempt((error) => toastError(t.executions.resumeFailed, error));

  const resume = async (form?: FormData) => {
    await executions.resume(tenant, execution.id, form);
    await queryClient.invalidateQueries({ queryKey: executionKey(tenant, execution.id) });
  };
  const start = async () => {
    const check = await executions.validateResume(tenant, execution.id, new FormData());
    if (check.inputs.length > 0 || check.approval !== undefined) setAsked(check);
    else await resume();
  };

  const Dialog = asked?.approval === undefined ? ResumeDialog : ApprovalDialog;

  return (
    <>
      <ActionButton
        label={t.executions.resume}
        icon={<IconPlayerPlay size={15} />}
        reason={whyNot.resume(execution, permissions) ?? held}
        primary={primary}
        busy={busy}
        onClick={() => void run(start)}
      />
      {asked !== undefined && (
        <Dialog {...{ execution, asked }} onSubmit={resume} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

function ResumeDialog({ execution, asked, onSubmit, onClose }: ResumeDialogProps) {
  const tenant = useTenant();
  const [values, setValues] = useState<InputValues>({});
  const inputs = fieldsOf(asked);
  const key = [...executionKey(tenant, execution.id), 'resume', execution.state.histories.length];
  const check = useCheckedInputs(key, inputs, values, (form, signal) =>
    executions.validateResume(tenant, execution.id, form, signal),
  );
  return (
    <DialogForm
      opened
      title={t.executions.resumeTitle}
      action={t.executions.resume}
      onSubmit={() => onSubmit(toForm(inputs, values))}
      onClose={onClose}
    >
      <span className="dim">{t.executions.resumeText}</span>
      <InputFields
        inputs={inputs}
        values={values}
        check={check ?? asked}
        onChange={(id, value) => setValues((before) => ({ ...before, [id]: value }))}
      />
    </DialogForm>
  );
}
