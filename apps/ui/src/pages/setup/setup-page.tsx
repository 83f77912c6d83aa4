import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { session, setup, type SetupRequest } from '../../api/session.ts';
import { meQuery } from '../../auth/use-me.ts';
import { passwordRule } from '../../auth/password-rule.ts';
import { Entrance } from '../../components/entrance.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';
import { ConfirmStep } from './confirm-step.tsx';
import { TenantStep, type FirstTenant } from './tenant-step.tsx';
import { UserStep, type FirstUser } from './user-step.tsx';

type Step = 'confirm' | 'tenant' | 'user';

/** The first start: what the server runs on, the first tenant where there can be several, the first user. */
export function SetupPage() {
  useDocumentTitle(`${t.setup.title} · Windhover`);
  const navigate = useNavigate();
  const state = useQuery({ queryKey: ['setup'], queryFn: setup.get, retry: false, staleTime: Infinity });
  const [step, setStep] = useState<Step>('confirm');
  const [token, setToken] = useState('');
  const [tenant, setTenant] = useState<FirstTenant | undefined>();

  if (state.isPending) return <PageLoading />;
  if (state.error !== null && !isDone(state.error))
    return (
      <Entrance title={t.setup.title}>
        <PageError error={state.error} />
      </Entrance>
    );
  if (state.data === undefined || state.data.done)
    return (
      <Entrance title={t.setup.title}>
        <p>{t.setup.done}</p>
        <Link to={paths.signIn()}>{t.setup.toSignIn}</Link>
      </Entrance>
    );

  const { tenants } = state.data;
  const steps: readonly Step[] = tenants?.enabled === true ? ['confirm', 'tenant', 'user'] : ['confirm', 'user'];
  const number = steps.indexOf(step);
  const next = () => setStep(steps[number + 1] ?? 'user');
  const back = () => setStep(steps[number - 1] ?? 'confirm');

  const finish = async (user: FirstUser) => {
    const request: SetupRequest = { ...user, ...(tenant === undefined ? {} : { tenant }) };
    await setup.run(request, token.trim());
    const me = await session.signIn(user.username, user.password);
    queryClient.clear();
    queryClient.setQueryData(meQuery.queryKey, me);
    await navigate({ to: tenant === undefined ? '/' : paths.home(tenant.id) });
  };

  return (
    <Entrance title={t.setup.title} wide>
      <p className="dim" style={{ margin: '-10px 0 18px' }}>
        {t.setup.step(number + 1, steps.length)}
      </p>
      {step === 'confirm' && <ConfirmStep state={state.data} token={token} onToken={setToken} onNext={next} />}
      {step === 'tenant' && (
        <TenantStep
          value={tenant}
          canSkip={tenants?.defaultTenant ?? true}
          onBack={back}
          onNext={(chosen) => {
            setTenant(chosen);
            next();
          }}
        />
      )}
      {step === 'user' && (
        <UserStep passwordRule={passwordRule(state.data.passwordConfiguration)} onBack={back} onFinish={finish} />
      )}
    </Entrance>
  );
}

/** Once there is a user the server tells strangers nothing but 401. */
function isDone(error: unknown): boolean {
  return (error as { status?: number }).status === 401;
}
