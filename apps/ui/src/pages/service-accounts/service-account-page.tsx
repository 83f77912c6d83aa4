import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { serviceAccountTokens } from '../../api/api-tokens.ts';
import { serviceAccounts } from '../../api/service-accounts.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { MainIsTaken } from '../../tenants/main-is-taken.tsx';
import { useNamedTenant } from '../../tenants/use-named-tenant.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { TokenList } from '../../tokens/token-list.tsx';

export function ServiceAccountPage() {
  const named = useNamedTenant();
  if (named === undefined) return <MainIsTaken title={t.serviceAccounts.title} />;
  return <ServiceAccount named={named} />;
}

/** One service account with its tokens. */
function ServiceAccount({ named }: { readonly named: string }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { accountId } = useParams({ strict: false }) as { accountId: string };
  const key = tenantKey(tenant, 'service-account', accountId);
  const account = useQuery({ queryKey: key, queryFn: () => serviceAccounts.get(named, accountId) });
  return (
    <>
      <PageBar
        crumbs={[
          { label: t.navigation.administration },
          { label: t.serviceAccounts.title, to: paths.serviceAccounts(tenant) },
        ]}
        title={account.data?.name ?? accountId}
      />
      {account.error !== null && <PageError error={account.error} onRetry={() => void account.refetch()} />}
      {account.isPending && <PageLoading />}
      {account.data !== undefined && (
        <TokenList
          tokens={serviceAccountTokens(named, accountId)}
          queryKey={[...key, 'tokens']}
          whyNotChange={lacking(permissions, 'SERVICE_ACCOUNT:UPDATE')}
          {...(account.data.description === undefined ? {} : { about: account.data.description })}
        />
      )}
    </>
  );
}
