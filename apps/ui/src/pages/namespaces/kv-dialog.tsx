import { NativeSelect, Radio, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kv, type WireKvEntry, type WireKvValue } from '../../api/kv.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toastError, toast } from '../../components/toast.ts';
import { zoneName } from '../../format/instant.ts';
import { toLocalText } from '../../format/local-text.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { KvHistory } from './kv-history.tsx';
import { durationProblem, kvTypes, toFieldText, toRaw, valueProblem, type KvType } from './kv-value.ts';

const words = namespaceText.kv;
const mono = { input: { fontFamily: 'var(--font-mono)', fontSize: 13 } };

interface KvDialogProps {
  readonly namespace: string;
  /** `new` for one that is yet to be made; undefined: closed. */
  readonly entry: WireKvEntry | 'new' | undefined;
  readonly onClose: () => void;
}

/** Makes a value or changes one; what was read is in the form before it opens. */
export function KvDialog({ namespace, entry, onClose }: KvDialogProps) {
  const tenant = useTenant();
  const key = typeof entry === 'object' ? entry.key : undefined;
  const value = useQuery({
    queryKey: tenantKey(tenant, 'kv-value', namespace, key),
    queryFn: () =>
      kv.get(tenant, namespace, key!).catch((error: unknown) => {
        toastError(words.editTitle(key!), error);
        onClose();
        throw error;
      }),
    enabled: key !== undefined,
    gcTime: 0,
    retry: false,
  });
  if (entry === undefined) return null;
  if (entry === 'new') return <KvForm namespace={namespace} onClose={onClose} />;
  if (value.data === undefined) return null;
  return <KvForm key={entry.key} namespace={namespace} entry={entry} value={value.data} onClose={onClose} />;
}

interface KvFormProps {
  readonly namespace: string;
  readonly entry?: WireKvEntry;
  readonly value?: WireKvValue;
  readonly onClose: () => void;
}

function KvForm({ namespace, entry, value, onClose }: KvFormProps) {
  const tenant = useTenant();
  const known = value === undefined ? 'STRING' : typeOf(value);
  const [key, setKey] = useState(entry?.key ?? '');
  const [type, setType] = useState<KvType>(known);
  const [text, setText] = useState(value === undefined ? '' : shownText(known, value));
  const [description, setDescription] = useState(entry?.description ?? '');
  const [ttl, setTtl] = useState('');
  const problem = valueProblem(type, text);
  const ready =
    key !== '' && (text !== '' || type === 'STRING') && problem === undefined && durationProblem(ttl) === undefined;

  const save = async () => {
    await kv.set(tenant, namespace, key, { raw: toRaw(type, text), description, ttl });
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'kv', namespace) });
    toast(words.saved(key));
  };

  return (
    <DialogForm
      opened
      title={entry === undefined ? words.newTitle : words.editTitle(entry.key)}
      action={words.save}
      ready={ready}
      onSubmit={save}
      onClose={onClose}
    >
      {entry === undefined && <TextField data-autofocus label={words.key} value={key} onChange={setKey} mono />}
      {entry !== undefined && (
        <KvHistory
          entry={entry}
          onChoose={(earlier) => {
            const itsType = typeOf(earlier);
            setType(itsType);
            setText(shownText(itsType, earlier));
          }}
        />
      )}
      <NativeSelect
        label={words.type}
        value={type}
        onChange={(event) => {
          const chosen = event.currentTarget.value as KvType;
          setType(chosen);
          if (!isTyped(type) || !isTyped(chosen)) setText('');
        }}
        data={kvTypes.map((name) => ({ value: name, label: words.types[name] }))}
      />
      <ValueField type={type} text={text} problem={problem} onChange={setText} />
      <TextField label={words.description} value={description} onChange={setDescription} />
      <TextField
        label={words.ttl}
        description={words.ttlText}
        value={ttl}
        error={durationProblem(ttl)}
        onChange={setTtl}
      />
    </DialogForm>
  );
}

interface ValueFieldProps {
  readonly type: KvType;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

function ValueField({ type, text, problem, onChange }: ValueFieldProps) {
  const shared = { label: words.value, error: problem };
  switch (type) {
    case 'BOOLEAN':
      return (
        <Radio.Group {...shared} value={text} onChange={onChange}>
          <div style={{ display: 'flex', gap: 16, marginTop: 6 }}>
            <Radio value="true" label={words.isTrue} />
            <Radio value="false" label={words.isFalse} />
          </div>
        </Radio.Group>
      );
    case 'DATE':
    case 'DATETIME':
      return (
        <TextField
          {...shared}
          description={type === 'DATETIME' ? t.timesIn(zoneName()) : undefined}
          type={type === 'DATE' ? 'date' : 'datetime-local'}
          step={type === 'DATE' ? undefined : 1}
          value={text}
          onChange={onChange}
        />
      );
    case 'NUMBER':
    case 'DURATION':
      return <TextField {...shared} value={text} placeholder={type === 'DURATION' ? 'PT5M' : ''} onChange={onChange} />;
    case 'STRING':
    case 'JSON':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={type === 'JSON' ? 4 : 1}
          maxRows={16}
          spellCheck={false}
          styles={type === 'JSON' ? mono : {}}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** What is typed stays when another type is chosen whose values are typed, too. */
function isTyped(type: KvType): boolean {
  return type === 'STRING' || type === 'NUMBER' || type === 'DURATION' || type === 'JSON';
}

function typeOf({ type }: WireKvValue): KvType {
  return kvTypes.find((name) => name === type) ?? 'STRING';
}

function shownText(type: KvType, { value }: WireKvValue): string {
  return type === 'DATETIME' ? toLocalText(toFieldText(type, value)) : toFieldText(type, value);
}
