import { Button, Group, Modal, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireFlow, WireLabel } from '../../api/wire.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InputFields } from './input-fields.tsx';
import { flatInputs, toForm, type InputValues } from './input-values.ts';
import { LabelFields } from './label-fields.tsx';
import { useInputCheck } from './use-input-check.ts';

interface ExecuteDialogProps {
  readonly flow: WireFlow;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for the flow's inputs and starts an execution, then goes to it. */
export function ExecuteDialog({ flow, opened, onClose }: ExecuteDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t.execute.title(flow.id)}
      size="lg"
      closeButtonProps={{ 'aria-label': t.close }}
    >
      {opened && <ExecuteForm flow={flow} onClose={onClose} />}
    </Modal>
  );
}

function ExecuteForm({ flow, onClose }: Omit<ExecuteDialogProps, 'opened'>) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const [values, setValues] = useState<InputValues>({});
  const [labels, setLabels] = useState<readonly WireLabel[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const inputs = flatInputs(flow.inputs ?? []);
  const check = useInputCheck(flow, values);

  const execute = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const named = labels.filter((label) => label.key !== '');
      const execution = await executions.create(tenant, flow.namespace, flow.id, toForm(inputs, values), named);
      void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'executions') });
      onClose();
      await navigate({ to: paths.execution(tenant, execution, 'gantt') });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void execute();
      }}
    >
      <Stack gap="md">
        {inputs.length === 0 ? (
          <p className="dim" style={{ margin: 0 }}>
            {t.execute.noInputs}
          </p>
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
        {error !== undefined && <InlineError error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" loading={busy} data-autofocus={inputs.length === 0 || undefined}>
            {t.execute.action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
