import { Anchor, Box } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { authMethodsQuery } from '../../auth/auth-methods.ts';
import { meQuery } from '../../auth/use-me.ts';
import { CredentialsForm } from '../../auth/credentials-form.tsx';
import { ProviderButtons } from '../../auth/provider-buttons.tsx';
import { Entrance } from '../../components/entrance.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';

/** What the address may say: where to go then, and what a provider of single sign-on came back with. */
interface LoginSearch {
  readonly from?: unknown;
  readonly refused?: unknown;
  readonly provider?: unknown;
}

export function LoginPage() {
  useDocumentTitle(`${t.signIn.title} · Windhover`);
  const router = useRouter();
  const { from, refused, provider } = useSearch({ strict: false }) as LoginSearch;
  const refusal = refusalOf(refused, provider);
  return (
    <Entrance title={t.signIn.title}>
      {refusal !== undefined && (
        <Box mb="sm">
          <InlineError error={new Error(refusal)} />
        </Box>
      )}
      <CredentialsForm
        onSignedIn={(me) => {
          queryClient.clear();
          queryClient.setQueryData(meQuery.queryKey, me);
          router.history.push(router.basepath + ownPath(from));
        }}
      />
      <ForgottenPasswordLink />
      <ProviderButtons from={ownPath(from)} />
    </Entrance>
  );
}

/** Without a mail server there is nobody to bring a new one: an administrator sets it. */
function ForgottenPasswordLink() {
  const { data } = useQuery(authMethodsQuery);
  if (data?.mailsEnabled !== true) return null;
  return (
    <Anchor component={Link} to={paths.forgottenPassword()} size="sm" mt="sm" display="inline-block">
      {t.newPassword.forgotten}
    </Anchor>
  );
}

/** A link may name a provider, and nothing else that would be read here as our words. */
function refusalOf(code: unknown, provider: unknown): string | undefined {
  if (typeof code !== 'string' || typeof provider !== 'string' || !/^[\w-]{1,60}$/.test(provider)) return undefined;
  return t.signIn.refused(code, provider);
}

/** Only a path of this application is followed: an address of another site in the link leads home. */
function ownPath(from: unknown): string {
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/';
}
