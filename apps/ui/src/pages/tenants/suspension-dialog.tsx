import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { tenants, type MissedChoice, type RunningChoice } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { queryClient } from '../../query-client.ts';

const words = administrationText.suspension;

interface SuspensionDialogProps {
  readonly tenant: WireTenant;
  readonly onClose: () => void;
}

/** Suspends a tenant, or resumes one that is suspended. */
export function SuspensionDialog({ tenant, onClose }: SuspensionDialogProps) {
  return tenant.status === 'SUSPENDED' ? (
    <Resume id={tenant.id} onClose={onClose} />
  ) : (
    <Suspend id={tenant.id} onClose={onClose} />
  );
}

interface FormProps {
  readonly id: string;
  readonly onClose: () => void;
}

function Suspend({ id, onClose }: FormProps) {
  const [running, setRunning] = useState<RunningChoice>('FINISH');
  const [reason, setReason] = useState('');
  return (
    <DialogForm
      opened
      title={words.title(id)}
      action={words.suspend}
      onSubmit={async () => {
        await tenants.suspend(id, { running, ...(reason === '' ? {} : { reason }) });
        await renew();
        toast(words.done(id));
      }}
      onClose={onClose}
    >
      <span>{words.text}</span>
      <Choices label={words.running} choices={words.choices} value={running} onChange={setRunning} />
      <TextField label={words.reason} description={words.reasonText} value={reason} onChange={setReason} />
    </DialogForm>
  );
}

function Resume({ id, onClose }: FormProps) {
  const [missed, setMissed] = useState<MissedChoice>('NONE');
  return (
    <DialogForm
      opened
      title={words.resumeTitle(id)}
      action={words.resume}
      onSubmit={async () => {
        await tenants.resume(id, missed);
        await renew();
        toast(words.resumed(id));
      }}
      onClose={onClose}
    >
      <Choices label={words.missed} choices={words.missedChoices} value={missed} onChange={setMissed} />
    </DialogForm>
  );
}

interface ChoicesProps<Choice extends string> {
  readonly label: string;
  readonly choices: Readonly<Record<Choice, string>>;
  readonly value: Choice;
  readonly onChange: (choice: Choice) => void;
}

function Choices<Choice extends string>({ label, choices, value, onChange }: ChoicesProps<Choice>) {
  return (
    <Radio.Group label={label} value={value} onChange={(choice) => onChange(choice as Choice)}>
      <Stack gap={8} mt={8}>
        {Object.entries<string>(choices).map(([choice, text]) => (
          <Radio key={choice} value={choice} label={text} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function renew(): Promise<unknown> {
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: ['tenants'] }),
    queryClient.invalidateQueries({ queryKey: ['me'] }),
  ]);
}
