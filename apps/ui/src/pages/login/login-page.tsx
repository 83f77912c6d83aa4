import { useDocumentTitle } from '@mantine/hooks';
import { useRouter, useSearch } from '@tanstack/react-router';
import { meQuery } from '../../auth/use-me.ts';
import { CredentialsForm } from '../../auth/credentials-form.tsx';
import { Entrance } from '../../components/entrance.tsx';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';

export function LoginPage() {
  useDocumentTitle(`${t.signIn.title} · Windhover`);
  const router = useRouter();
  const { from } = useSearch({ strict: false }) as { from?: unknown };
  return (
    <Entrance title={t.signIn.title}>
      <CredentialsForm
        onSignedIn={(me) => {
          queryClient.clear();
          queryClient.setQueryData(meQuery.queryKey, me);
          router.history.push(router.basepath + ownPath(from));
        }}
      />
    </Entrance>
  );
}

/** Only a path of this application is followed: an address of another site in the link leads home. */
function ownPath(from: unknown): string {
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/';
}
