import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { serviceAccounts } from '../../api/service-accounts.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = administrationText.accounts;

interface CreateServiceAccountDialogProps {
  readonly named: string;
  readonly onClose: () => void;
  readonly onCreated: () => Promise<unknown>;
}

export function CreateServiceAccountDialog({ named, onClose, onCreated }: CreateServiceAccountDialogProps) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  return (
    <DialogForm
      opened
      title={words.create}
      action={words.create}
      ready={name !== ''}
      onSubmit={async () => {
        const account = await serviceAccounts.create(named, { name, description });
        await onCreated();
        toast(words.created(name));
        await navigate({ to: paths.serviceAccount(tenant, account.id) });
      }}
      onClose={onClose}
    >
      <TextField data-autofocus label={words.name} description={words.nameText} value={name} onChange={setName} />
      <TextField label={words.description} value={description} onChange={setDescription} />
    </DialogForm>
  );
}
