import type { Me } from '../api/wire.ts';

type TenantAction = 'CREATE' | 'UPDATE' | 'DELETE' | 'LIST';

const may = (me: Me, action: TenantAction): boolean =>
  me.superAdmin || (me.instancePermissions?.['TENANT']?.includes(action) ?? false);

export const mayCreateTenants = (me: Me): boolean => may(me, 'CREATE');
export const mayUpdateTenants = (me: Me): boolean => may(me, 'UPDATE');
export const mayDeleteTenants = (me: Me): boolean => may(me, 'DELETE');
export const mayManageTenants = (me: Me): boolean => may(me, 'LIST') || may(me, 'CREATE');
