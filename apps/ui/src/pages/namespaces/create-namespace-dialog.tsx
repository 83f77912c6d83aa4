import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { namespaces } from '../../api/namespaces.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { namespaceText as words } from '../../messages/en-namespaces.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface CreateNamespaceDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function CreateNamespaceDialog({ opened, onClose }: CreateNamespaceDialogProps) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const [id, setId] = useState('');
  const [description, setDescription] = useState('');
  return (
    <DialogForm
      title={words.create}
      action={words.create}
      opened={opened}
      ready={id !== ''}
      onSubmit={async () => {
        await namespaces.create(tenant, { id, ...(description === '' ? {} : { description }) });
        void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespaces') });
        toast(words.wasCreated(id));
        await navigate({ to: paths.namespace(tenant, id) });
      }}
      onClose={onClose}
    >
      <TextField data-autofocus label={words.id} description={words.idText} value={id} onChange={setId} mono />
      <TextField label={words.description} value={description} onChange={setDescription} />
    </DialogForm>
  );
}
