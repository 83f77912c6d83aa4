import { Button, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { invitations } from '../../api/invitations.ts';
import { meQuery, useMe } from '../../auth/use-me.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { toast } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { invitationText } from '../../messages/en-invitations.ts';
import { queryClient } from '../../query-client.ts';

const words = invitationText.accept;

export function AcceptForm({ link }: { readonly link: string }) {
  const me = useMe();
  const navigate = useNavigate();
  const { busy, error, run } = useAttempt();
  const accept = async () => {
    await invitations.accept(link);
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    toast(words.accepted);
    await navigate({ to: '/' });
  };
  return (
    <Stack gap="md">
      <span>{words.signedIn(me.profile.username)}</span>
      {error !== undefined && <InlineError error={error} />}
      <Button size="sm" data-autofocus loading={busy} onClick={() => void run(accept)}>
        {words.action}
      </Button>
    </Stack>
  );
}
