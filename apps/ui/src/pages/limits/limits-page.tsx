import { PageBar } from '../../components/page-bar.tsx';
import { PagePart, PageParts } from '../../components/page-parts.tsx';
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
      <PageParts>
        <p className={`dim ${classes.note}`}>{words.text}</p>
        <PagePart title={words.tenant}>
          <TenantLimits />
        </PagePart>
        <p className={`dim ${classes.note}`}>{words.rates}</p>
        <PagePart title={words.quotas}>
          <QuotaLimits />
        </PagePart>
      </PageParts>
    </>
  );
}
