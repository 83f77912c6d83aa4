import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { flows } from '../../api/flows.ts';
import { triggers, type TriggerName } from '../../api/triggers.ts';
import type { WireLabel } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ZoneNote } from '../../components/time.tsx';
import { toast } from '../../components/toast.ts';
import { fromLocalText } from '../../format/local-text.ts';
import { triggerText } from '../../messages/en-triggers.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InputFields } from '../flows/input-fields.tsx';
import { toJsonValues, type InputValues } from '../flows/input-values.ts';
import { useAskedInputs } from '../flows/use-asked-inputs.ts';
import { LabelFields } from '../flows/label-fields.tsx';

const words = triggerText.backfill;

interface BackfillDialogProps {
  readonly trigger: TriggerName;
  readonly onClose: () => void;
  readonly onStarted: () => Promise<unknown>;
}

/** Asks for a range of past dates, and for what the executions of it get. */
export function BackfillDialog({ trigger, onClose, onStarted }: BackfillDialogProps) {
  const tenant = useTenant();
  const [start, setStart] = useState('');
  const [end, setEnd] = useState('');
  const [values, setValues] = useState<InputValues>({});
  const [labels, setLabels] = useState<readonly WireLabel[]>([]);
  const flow = useQuery({
    queryKey: tenantKey(tenant, 'flow', trigger.namespace, trigger.flowId),
    queryFn: () => flows.get(tenant, trigger.namespace, trigger.flowId),
  });
  // A file cannot be kept with a backfill.
  const inputs = (useAskedInputs(flow.data) ?? []).filter((input) => input.type !== 'FILE');
  const isOrdered = end === '' || Date.parse(end) > Date.parse(start);

  const submit = async () => {
    await triggers.createBackfill(tenant, trigger, {
      start: fromLocalText(start),
      ...(end === '' ? {} : { end: fromLocalText(end) }),
      inputs: toJsonValues(inputs, values),
      labels: labels.filter((label) => label.key !== ''),
    });
    await onStarted();
    toast(words.started(trigger.triggerId));
  };

  return (
    <DialogForm
      opened
      title={words.title(trigger.triggerId)}
      action={words.action}
      ready={start !== '' && isOrdered}
      onSubmit={submit}
      onClose={onClose}
    >
      <span className="dim">{words.text}</span>
      <Group grow align="start">
        <TextField data-autofocus type="datetime-local" label={words.start} value={start} onChange={setStart} />
        <TextField
          type="datetime-local"
          label={words.end}
          description={words.endText}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          error={isOrdered ? undefined : words.order}
          value={end}
          onChange={setEnd}
        />
      </Group>
      <ZoneNote />
      <InputFields
        inputs={inputs.map((input) => ({ ...input, required: false }))}
        values={values}
        check={undefined}
        onChange={(id, value) => setValues((before) => ({ ...before, [id]: value }))}
      />
      <LabelFields labels={labels} onChange={setLabels} />
    </DialogForm>
  );
}
