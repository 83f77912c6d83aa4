import { PasswordInput, Select, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { DialogForm } from '../components/dialog-form.tsx';
import { TextField } from '../components/text-field.tsx';
import { backendText as words } from '../messages/en-backends.ts';
import { t } from '../messages/en.ts';
import {
  fieldsOfSecrets,
  fieldsOfStorage,
  formOf,
  isComplete,
  type BackendField,
  type BackendForm,
  type BackendHolder,
} from './backend-form.ts';

interface BackendsDialogProps {
  readonly holder: BackendHolder;
  readonly title: string;
  /** Where things lie when no backend is named. */
  readonly inherited: string;
  readonly onSave: (form: BackendForm) => Promise<void>;
  readonly onClose: () => void;
}

/** Where a tenant or a namespace keeps its files and secrets. */
export function BackendsDialog({ holder, title, inherited, onSave, onClose }: BackendsDialogProps) {
  const [form, setForm] = useState(() => formOf(holder));
  const change = (changed: Partial<BackendForm>): void => setForm((current) => ({ ...current, ...changed }));
  return (
    <DialogForm
      opened
      size="lg"
      title={title}
      action={t.save}
      ready={isComplete(form)}
      onSubmit={() => onSave(form)}
      onClose={onClose}
    >
      <span>{words.text}</span>
      <Choice
        label={words.storage}
        choices={{ instance: inherited, ...words.storageKinds }}
        value={form.storage}
        onChange={(storage) => change({ storage })}
      />
      <Fields
        fields={fieldsOfStorage(form)}
        values={form.storageValues}
        onChange={(storageValues) => change({ storageValues })}
      />
      <Choice
        label={words.secrets}
        choices={{ instance: inherited, ...words.secretKinds }}
        value={form.secret}
        onChange={(secret) => change({ secret })}
      />
      {form.secret === 'vault' && (
        <Choice label={words.login} choices={words.logins} value={form.login} onChange={(login) => change({ login })} />
      )}
      <Fields
        fields={fieldsOfSecrets(form)}
        values={form.secretValues}
        onChange={(secretValues) => change({ secretValues })}
      />
      <Switch
        label={words.readOnly}
        description={words.readOnlyText}
        checked={form.readOnly}
        onChange={(event) => change({ readOnly: event.currentTarget.checked })}
      />
    </DialogForm>
  );
}

interface ChoiceProps<Kind extends string> {
  readonly label: string;
  readonly choices: Readonly<Record<Kind, string>>;
  readonly value: Kind;
  readonly onChange: (kind: Kind) => void;
}

function Choice<Kind extends string>({ label, choices, value, onChange }: ChoiceProps<Kind>) {
  const data = Object.entries<string>(choices).map(([kind, text]) => ({ value: kind, label: text }));
  return (
    <Select
      label={label}
      data={data}
      value={value}
      allowDeselect={false}
      onChange={(kind) => kind !== null && onChange(kind as Kind)}
    />
  );
}

interface FieldsProps {
  readonly fields: readonly BackendField[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
}

function Fields({ fields, values, onChange }: FieldsProps) {
  if (fields.length === 0) return null;
  return (
    <Stack gap="sm" pl="md">
      {fields.map(({ name, label, description, isSecret = false, isSwitch = false, isOptional = false }) => {
        const value = values[name] ?? '';
        const set = (next: string): void => onChange({ ...values, [name]: next });
        if (isSwitch) {
          const checked = value === 'true';
          return (
            <Switch
              key={name}
              label={label}
              checked={checked}
              onChange={(event) => set(event.currentTarget.checked ? 'true' : '')}
            />
          );
        }
        const shared = {
          label,
          value,
          withAsterisk: !isOptional,
          ...(description === undefined ? {} : { description }),
        };
        return isSecret ? (
          <PasswordInput
            key={name}
            {...shared}
            autoComplete="off"
            onChange={(event) => set(event.currentTarget.value)}
          />
        ) : (
          <TextField key={name} {...shared} mono onChange={set} />
        );
      })}
    </Stack>
  );
}
