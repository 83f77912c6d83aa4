import { useState } from 'react';
import { securityIntegrations, type NewWireIntegration } from '../../api/security-integrations.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { provisioningText as words } from '../../messages/en-provisioning.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface ConnectProviderDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (integration: NewWireIntegration) => Promise<unknown>;
}

export function ConnectProviderDialog({ onClose, onCreated }: ConnectProviderDialogProps) {
  const tenant = useTenant();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  return (
    <DialogForm
      opened
      title={words.create}
      action={words.create}
      ready={name !== ''}
      onSubmit={async () => onCreated(await securityIntegrations.create(tenant, { name, description }))}
      onClose={onClose}
    >
      <TextField data-autofocus label={words.name} description={words.nameText} value={name} onChange={setName} />
      <TextField label={words.description} value={description} onChange={setDescription} />
    </DialogForm>
  );
}
