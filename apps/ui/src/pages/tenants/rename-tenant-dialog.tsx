import { useState } from 'react';
import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';

interface RenameTenantDialogProps {
  readonly tenant: WireTenant;
  readonly onClose: () => void;
}

export function RenameTenantDialog({ tenant, onClose }: RenameTenantDialogProps) {
  const [name, setName] = useState(tenant.name);
  return (
    <DialogForm
      opened
      title={t.tenants.renameTitle(tenant.id)}
      action={t.save}
      ready={name !== tenant.name}
      onSubmit={async () => {
        // Saving replaces the whole tenant, so it is read anew with all its settings.
        const current = await tenants.get(tenant.id);
        await tenants.update({ ...current, name });
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: ['tenants'] }),
          queryClient.invalidateQueries({ queryKey: ['me'] }),
        ]);
        toast(t.tenants.renamed(name));
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
    </DialogForm>
  );
}
