import {
  FileInput,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Radio,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import type { WireInput } from '../../api/wire.ts';
import { zoneName } from '../../format/instant.ts';
import { toLocalText } from '../../format/local-text.ts';
import { t } from '../../messages/en.ts';
import { mapOutline, rowOutline, shownDefault } from './input-values.ts';

interface InputFieldProps {
  readonly input: WireInput;
  readonly value: string | File | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: string | File | undefined) => void;
}

const mono = { input: { fontFamily: 'var(--font-mono)', fontSize: 13 } };

/** The field that fits the input's type. Its text is what the API takes: lists and objects as JSON, booleans as words. */
export function InputField({ input, value, error, onChange }: InputFieldProps) {
  const initial = shownDefault(input);
  const text = typeof value === 'string' ? value : (initial ?? '');
  const required = (input.required ?? true) && input.defaults === undefined;
  const shared = {
    label: input.displayName ?? input.id,
    description: input.description,
    error,
    required,
    placeholder: placeholderOf(input, required),
  };
  const choices = input.values ?? input.options ?? [];

  switch (input.type) {
    case 'INT':
    case 'FLOAT':
      return (
        <NumberInput
          {...shared}
          value={text}
          onChange={(next) => onChange(String(next))}
          allowDecimal={input.type === 'FLOAT'}
          {...(typeof input.min === 'number' ? { min: input.min } : {})}
          {...(typeof input.max === 'number' ? { max: input.max } : {})}
          clampBehavior="none"
        />
      );
    case 'BOOL':
      return (
        <Switch
          label={shared.label}
          description={shared.description}
          error={error}
          checked={text === 'true'}
          onChange={(event) => onChange(String(event.currentTarget.checked))}
        />
      );
    case 'BOOLEAN':
      return (
        <Radio.Group
          label={shared.label}
          description={shared.description}
          error={error}
          required={required}
          value={text}
          onChange={onChange}
        >
          <div style={{ display: 'flex', gap: 16, marginTop: 6 }}>
            <Radio value="true" label={t.execute.yes} />
            <Radio value="false" label={t.execute.no} />
          </div>
        </Radio.Group>
      );
    case 'SELECT':
    case 'ENUM':
      return input.isRadio === true ? (
        <Radio.Group
          label={shared.label}
          description={shared.description}
          error={error}
          required={required}
          value={text}
          onChange={onChange}
        >
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, marginTop: 6 }}>
            {choices.map((choice) => (
              <Radio key={choice} value={choice} label={choice} />
            ))}
          </div>
        </Radio.Group>
      ) : (
        <Select
          {...shared}
          data={[...new Set([...choices, ...(text === '' ? [] : [text])])]}
          value={text === '' ? null : text}
          onChange={(next) => onChange(next ?? '')}
          searchable
          clearable={!required}
        />
      );
    case 'MULTISELECT':
      return (
        <MultiSelect
          {...shared}
          data={[...choices]}
          value={listOf(text)}
          onChange={(next) => onChange(JSON.stringify(next))}
          searchable
        />
      );
    case 'DATE':
    case 'TIME':
    case 'DATETIME':
      return (
        <TextInput
          {...shared}
          description={input.type === 'DATETIME' ? withZone(input.description) : input.description}
          type={input.type === 'DATETIME' ? 'datetime-local' : input.type.toLowerCase()}
          step={input.type === 'DATE' ? undefined : 1}
          value={input.type === 'DATETIME' ? toLocalText(text) : text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'FILE':
      return (
        <FileInput
          {...shared}
          placeholder={t.execute.chooseFile}
          leftSection={<IconUpload size={15} />}
          value={value instanceof File ? value : null}
          onChange={(file) => onChange(file ?? undefined)}
          {...(input.allowedFileExtensions === undefined ? {} : { accept: input.allowedFileExtensions.join(',') })}
          clearable
        />
      );
    case 'SECRET':
      return (
        <PasswordInput
          {...shared}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="off"
        />
      );
    case 'JSON':
    case 'YAML':
    case 'ION':
    case 'ARRAY':
    case 'OBJECT':
    case 'TABLE':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={14}
          spellCheck={false}
          styles={mono}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...shared}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="off"
        />
      );
  }
}

function withZone(description: string | undefined): string {
  return [description, t.timesIn(zoneName())].filter(Boolean).join(' · ');
}

function placeholderOf(input: WireInput, required: boolean): string | undefined {
  if (typeof input.defaults === 'string' && input.defaults.includes('{{')) return input.defaults;
  if (input.type === 'DURATION') return 'PT5M';
  if (input.type === 'ARRAY') return '["a", "b"]';
  if (input.type === 'TABLE') return rowOutline(input);
  if (input.type === 'OBJECT' && Array.isArray(input.properties)) return mapOutline(input.properties);
  return required ? undefined : t.execute.optional;
}

function listOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}
