import { useState } from 'react';
import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';
import { useMe } from '../../auth/use-me.ts';
import { LogoField, type LogoChange } from './logo-field.tsx';
import { ScriptNetworkField, type ScriptNetwork } from './script-network-field.tsx';

interface EditTenantDialogProps {
  readonly tenant: WireTenant;
  readonly onClose: () => void;
}

/** The name and the picture of a tenant, and what its scripts reach. */
export function EditTenantDialog({ tenant, onClose }: EditTenantDialogProps) {
  const { id } = tenant;
  const me = useMe();
  const [name, setName] = useState(tenant.name);
  const [network, setNetwork] = useState<ScriptNetwork>(tenant.scriptNetwork);
  const [logo, setLogo] = useState<LogoChange>();
  const isChanged = name !== tenant.name || network !== tenant.scriptNetwork;
  return (
    <DialogForm
      opened
      title={t.tenants.editTitle(id)}
      action={t.save}
      ready={isChanged || logo !== undefined}
      onSubmit={async () => {
        if (logo === 'remove') await tenants.removeLogo(id);
        else if (logo !== undefined) await tenants.setLogo(id, logo.file);
        // Saving replaces the whole tenant, so it is read anew with all its settings.
        if (isChanged) {
          const { scriptNetwork: _before, ...others } = await tenants.get(id);
          await tenants.update({ ...others, name, ...(network === undefined ? {} : { scriptNetwork: network }) });
        }
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
      <ScriptNetworkField value={network} mayChoose={me.superAdmin} onChange={setNetwork} />
      <LogoField tenant={tenant} change={logo} onChange={setLogo} />
    </DialogForm>
  );
}
