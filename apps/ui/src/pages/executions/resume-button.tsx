import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { executions, type InputCheck } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { toastError } from '../../components/toast.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { InputFields } from '../flows/input-fields.tsx';
import { toForm, type InputValues } from '../flows/input-values.ts';

interface ResumeButtonProps {
  readonly execution: WireExecution;
  readonly primary?: boolean;
}

/** Lets a paused execution go on; asks first for what its pause asks for. */
export function ResumeButton({ execution, primary = false }: ResumeButtonProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [asking, setAsking] = useState(false);
  const reason = whyNot.resume(execution, permissions);
  const asked = useResumeCheck(execution, {}, reason === undefined);

  const resume = async (form?: FormData) => {
    await executions.resume(tenant, execution.id, form);
    await queryClient.invalidateQueries({ queryKey: executionKey(tenant, execution.id) });
  };
  const start = () => {
    if (asked !== undefined && asked.inputs.length > 0) setAsking(true);
    else void resume().catch((error: unknown) => toastError(t.executions.resumeFailed, error));
  };

  return (
    <>
      <ActionButton
        label={t.executions.resume}
        icon={<IconPlayerPlay size={15} />}
        reason={reason}
        primary={primary}
        onClick={start}
      />
      {asking && asked !== undefined && (
        <ResumeDialog execution={execution} asked={asked} onSubmit={resume} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

interface ResumeDialogProps {
  readonly execution: WireExecution;
  readonly asked: InputCheck;
  readonly onSubmit: (form: FormData) => Promise<unknown>;
  readonly onClose: () => void;
}

function ResumeDialog({ execution, asked, onSubmit, onClose }: ResumeDialogProps) {
  const [values, setValues] = useState<InputValues>({});
  const [settled] = useDebouncedValue(values, 300);
  const check = useResumeCheck(execution, settled, true) ?? asked;
  const inputs = asked.inputs.map(({ input }) => input);
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
        check={check}
        onChange={(id, value) => setValues((before) => ({ ...before, [id]: value }))}
      />
    </DialogForm>
  );
}

/** What the pause asks for, and what the server says of what was entered; files are not uploaded to be checked. */
function useResumeCheck(execution: WireExecution, values: InputValues, enabled: boolean): InputCheck | undefined {
  const tenant = useTenant();
  const texts = Object.fromEntries(Object.entries(values).filter(([, value]) => !(value instanceof File)));
  return useQuery({
    queryKey: [...executionKey(tenant, execution.id), 'resume', execution.state.histories.length, texts],
    queryFn: async ({ signal }) => {
      const { inputs } = await executions.validateResume(tenant, execution.id, new FormData(), signal);
      const form = toForm(
        inputs.map(({ input }) => input),
        texts,
      );
      return executions.validateResume(tenant, execution.id, form, signal);
    },
    enabled: enabled && execution.state.current === 'PAUSED',
    placeholderData: (before) => before,
    staleTime: 30_000,
    retry: false,
  }).data;
}
