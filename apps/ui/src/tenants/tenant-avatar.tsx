import type { MyTenant } from '../api/wire.ts';
import { nameOf } from './home-tenant.ts';
import classes from './tenant-avatar.module.css';
import { tenantHue } from './tenant-colour.ts';

/** The tenant's picture, or its initial on its colour. */
export function TenantAvatar({ tenant, size = 22 }: { readonly tenant: MyTenant; readonly size?: number }) {
  if (tenant.logo !== undefined)
    return <img className={classes.picture} src={tenant.logo} alt="" width={size} height={size} />;
  return (
    <span
      className={classes.avatar}
      aria-hidden
      style={{ width: size, height: size, background: `oklch(0.5 0.13 ${tenantHue(tenant.id)})` }}
      data-initial={initialOf(nameOf(tenant))}
    />
  );
}

/** The first letter as a reader counts letters, so that a name may begin with any script or picture. */
function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name);
  return first?.segment.toUpperCase() ?? '·';
}
