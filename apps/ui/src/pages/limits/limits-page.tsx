import type { ReactNode } from 'react';
import { PageBar } from '../../components/page-bar.tsx';
import { limitsText as words } from '../../messages/en-limits.ts';
import { t } from '../../messages/en.ts';
import classes from './limits.module.css';
import { QuotaLimits } from './quota-limits.tsx';
import { TenantLimits } from './tenant-limits.tsx';

/** What the tenant may have and has, for everybody in it. */
export function LimitsPage() {
  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.limits.title} />
      <div className={classes.page}>
        <p className={`dim ${classes.note}`}>{words.text}</p>
        <Part title={words.tenant}>
          <TenantLimits />
        </Part>
        <p className={`dim ${classes.note}`}>{words.rates}</p>
        <Part title={words.quotas}>
          <QuotaLimits />
        </Part>
      </div>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}
