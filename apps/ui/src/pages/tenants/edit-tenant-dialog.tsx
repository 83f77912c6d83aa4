import { useState } from 'react';
import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';
import { LogoField, type LogoChange } from './logo-field.tsx';

interface EditTenantDialogProps {
  readonly tenant: WireTenant;
  readonly onClose: () => void;
}

/** The name and the picture of a tenant. */
export function EditTenantDialog({ tenant, onClose }: EditTenantDialogProps) {
  const { id } = tenant;
  const [name, setName] = useState(tenant.name);
  const [logo, setLogo] = useState<LogoChange>();
  return (
    <DialogForm
      opened
      title={t.tenants.editTitle(id)}
      action={t.save}
      ready={name !== tenant.name || logo !== undefined}
      onSubmit={async () => {
        if (logo === 'remove') await tenants.removeLogo(id);
        else if (logo !== undefined) await tenants.setLogo(id, logo.file);
        // Saving replaces the whole tenant, so it is read anew with all its settings.
        if (name !== tenant.name) await tenants.update({ ...(await tenants.get(id)), name });
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: ['tenants'] }),
          queryClient.invalidateQueries({ queryKey: ['me'] }),
        ]);
        toast(t.tenants.saved(name === '' ? id : name));
      }}
      onClose={onClose}
    >
      <TextField
        data-autofocus
        label={t.tenants.name}
        description={t.tenants.nameText}
        value={name}
        onChange={setName}
      />
      <LogoField tenant={tenant} change={logo} onChange={setLogo} />
    </DialogForm>
  );
}
