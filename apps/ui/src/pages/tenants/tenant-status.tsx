import { IconPlayerPause, IconTrash } from '@tabler/icons-react';
import type { WireTenant } from '../../api/wire.ts';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import classes from './tenant-status.module.css';

const words = administrationText.suspension;

/** What a tenant's state is, and why where that was said. */
export function TenantStatus({ tenant }: { readonly tenant: WireTenant }) {
  switch (tenant.status) {
    case undefined:
      return t.tenants.active;
    case 'SUSPENDED':
      return (
        <span className={classes.status} title={tenant.suspension?.reason}>
          <IconPlayerPause size={14} aria-hidden />
          {words.suspended}
        </span>
      );
    case 'DELETING':
      return (
        <span className={classes.status}>
          <IconTrash size={14} aria-hidden />
          {words.deleting}
        </span>
      );
  }
}
