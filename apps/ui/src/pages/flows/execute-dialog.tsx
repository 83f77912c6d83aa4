import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireFlow, WireLabel } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { PageLoading } from '../../components/page-state.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InputFields } from './input-fields.tsx';
import { toForm, type InputValues } from './input-values.ts';
import { LabelFields } from './label-fields.tsx';
import { useAskedInputs } from './use-asked-inputs.ts';
import { useCheckedInputs } from './use-checked-inputs.ts';

interface ExecuteDialogProps {
  readonly flow: WireFlow;
  readonly onClose: () => void;
}

/** Asks for the flow's inputs and starts an execution, then goes to it. */
export function ExecuteDialog({ flow, onClose }: ExecuteDialogProps) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const [values, setValues] = useState<InputValues>({});
  const [labels, setLabels] = useState<readonly WireLabel[]>([]);
  const asked = useAskedInputs(flow);
  const inputs = asked ?? [];
  const check = useCheckedInputs(
    tenantKey(tenant, 'input-check', flow.namespace, flow.id, flow.revision),
    inputs,
    values,
    (form, signal) => executions.validateInputs(tenant, flow.namespace, flow.id, form, signal),
  );

  const execute = async () => {
    const named = labels.filter((label) => label.key !== '');
    const execution = await executions.create(tenant, flow.namespace, flow.id, toForm(inputs, values), named);
    void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'executions') });
    await navigate({ to: paths.execution(tenant, execution, 'gantt') });
  };

  return (
    <DialogForm
      opened
      size="lg"
      title={t.execute.title(flow.id)}
      action={t.execute.action}
      focusAction={asked?.length === 0}
      onSubmit={execute}
      onClose={onClose}
    >
      {asked === undefined && <PageLoading />}
      {asked?.length === 0 ? (
        <span className="dim">{t.execute.noInputs}</span>
      ) : (
        <InputFields
          inputs={inputs}
          values={values}
          check={check}
          onChange={(id, value) => setValues((before) => ({ ...before, [id]: value }))}
        />
      )}
      {check?.checks.map((failed) => (
        <InlineError key={failed.message} error={new Error(failed.message)} />
      ))}
      <LabelFields labels={labels} onChange={setLabels} />
    </DialogForm>
  );
}
