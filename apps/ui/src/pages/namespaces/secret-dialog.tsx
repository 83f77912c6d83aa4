import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { secrets, type WireSecret } from '../../api/secrets.ts';
import type { WireLabel } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { LabelFields } from '../flows/label-fields.tsx';
import { SecretVersions } from './secret-versions.tsx';

const words = namespaceText.secrets;

interface SecretDialogProps {
  readonly namespace: string;
  /** `new` for one that is yet to be made; undefined: closed. */
  readonly secret: WireSecret | 'new' | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<unknown>;
}

/** Makes a secret or changes one. A value is only ever written. */
export function SecretDialog({ secret, ...rest }: SecretDialogProps) {
  if (secret === undefined) return null;
  const known = secret === 'new' ? undefined : secret;
  return <SecretForm key={known?.key ?? ''} known={known} {...rest} />;
}

function SecretForm({
  namespace,
  known,
  onClose,
  onSaved,
}: Omit<SecretDialogProps, 'secret'> & { readonly known: WireSecret | undefined }) {
  const tenant = useTenant();
  const [key, setKey] = useState(known?.key ?? '');
  const [value, setValue] = useState('');
  const [version, setVersion] = useState<number>();
  const [description, setDescription] = useState(known?.description ?? '');
  const [tags, setTags] = useState<readonly WireLabel[]>(known?.tags ?? []);

  const save = async () => {
    const details = { description, tags: tags.filter((tag) => tag.key !== '') };
    if (version !== undefined) await secrets.restore(tenant, namespace, key, version);
    await (known !== undefined && (value === '' || version !== undefined)
      ? secrets.describe(tenant, namespace, key, details)
      : secrets.put(tenant, namespace, key, value, details));
    await onSaved();
    toast(words.saved(key));
  };

  return (
    <DialogForm
      opened
      title={known === undefined ? words.newTitle : words.editTitle(known.key)}
      action={words.save}
      ready={key !== '' && (known !== undefined || value !== '')}
      onSubmit={save}
      onClose={onClose}
    >
      {known === undefined && <TextField data-autofocus label={words.key} value={key} onChange={setKey} mono />}
      {known !== undefined && <SecretVersions secret={known} chosen={version} onChoose={setVersion} />}
      <PasswordInput
        disabled={version !== undefined}
        label={words.value}
        description={known === undefined ? words.valueText : words.keepText}
        value={version === undefined ? value : ''}
        onChange={(event) => setValue(event.currentTarget.value)}
        autoComplete="new-password"
      />
      <TextField label={words.description} value={description} onChange={setDescription} />
      <LabelFields label={words.tags} addLabel={words.addTag} labels={tags} onChange={setTags} />
    </DialogForm>
  );
}
