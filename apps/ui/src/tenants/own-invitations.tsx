import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { invitations } from '../api/invitations.ts';
import { useAcceptInvitation } from '../auth/use-accept-invitation.ts';
import { InlineError } from '../components/inline-error.tsx';
import { toastError } from '../components/toast.ts';
import { useAttempt } from '../components/use-attempt.ts';
import { invitationText } from '../messages/en-invitations.ts';
import { paths } from '../paths.ts';

const words = invitationText.accept;

/** Invitations that wait for whoever is signed in, each with the button that takes it. */
export function OwnInvitations() {
  const own = useQuery({ queryKey: ['me', 'invitations'], queryFn: invitations.own, retry: false });
  if (own.error !== null) return <InlineError error={own.error} />;
  return (own.data ?? []).map(({ id, tenantId }) => (
    <p key={id}>
      <OwnInvitation id={id} tenant={tenantId} />
    </p>
  ));
}

function OwnInvitation({ id, tenant }: { readonly id: string; readonly tenant: string | undefined }) {
  const accept = useAcceptInvitation();
  const { busy, run } = useAttempt((error) => toastError(words.failed, error));
  return (
    <Button loading={busy} onClick={() => void run(() => accept(id, paths.home(tenant)))}>
      {words.into(tenant ?? '')}
    </Button>
  );
}
