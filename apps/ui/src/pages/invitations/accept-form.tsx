import { Button, Stack } from '@mantine/core';
import { useAcceptInvitation } from '../../auth/use-accept-invitation.ts';
import { useMe } from '../../auth/use-me.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { invitationText } from '../../messages/en-invitations.ts';

const words = invitationText.accept;

export function AcceptForm({ link }: { readonly link: string }) {
  const me = useMe();
  const accept = useAcceptInvitation();
  const { busy, error, run } = useAttempt();
  return (
    <Stack gap="md">
      <span>{words.signedIn(me.profile.username)}</span>
      {error !== undefined && <InlineError error={error} />}
      <Button size="sm" data-autofocus loading={busy} onClick={() => void run(() => accept(link, '/'))}>
        {words.action}
      </Button>
    </Stack>
  );
}
