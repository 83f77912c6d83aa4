import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { withBackends } from '../../backends/backend-form.ts';
import { BackendsDialog } from '../../backends/backends-dialog.tsx';
import { toast } from '../../components/toast.ts';
import { backendText as words } from '../../messages/en-backends.ts';
import { queryClient } from '../../query-client.ts';

interface TenantBackendsProps {
  readonly tenant: WireTenant;
  readonly onClose: () => void;
}

export function TenantBackends({ tenant, onClose }: TenantBackendsProps) {
  return (
    <BackendsDialog
      holder={tenant}
      title={words.title(`tenant “${tenant.id}”`)}
      inherited={words.ofInstance}
      onSave={async (form) => {
        // Saving replaces the whole tenant, so it is read anew with all its settings.
        await tenants.update(withBackends(await tenants.get(tenant.id), form));
        await queryClient.invalidateQueries({ queryKey: ['tenants'] });
        toast(words.saved(`Tenant “${tenant.id}”`));
      }}
      onClose={onClose}
    />
  );
}
