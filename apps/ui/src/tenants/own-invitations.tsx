import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { invitations } from '../api/invitations.ts';
import { meQuery } from '../auth/use-me.ts';
import { toast, toastError } from '../components/toast.ts';
import { invitationText } from '../messages/en-invitations.ts';
import { paths } from '../paths.ts';
import { queryClient } from '../query-client.ts';

const words = invitationText.accept;

/** Invitations that wait for whoever is signed in, each with the button that takes it. */
export function OwnInvitations() {
  const own = useQuery({ queryKey: ['me', 'invitations'], queryFn: invitations.own, retry: false });
  const navigate = useNavigate();
  const accept = async (id: string, tenant: string | undefined) => {
    try {
      await invitations.accept(id);
      // The frame of the tenant's pages asks who may enter, so that has to be known before going there.
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      toast(words.accepted);
      await navigate({ to: paths.home(tenant) });
    } catch (error) {
      toastError(words.failed, error);
    }
  };
  return (own.data ?? []).map(({ id, tenantId }) => (
    <p key={id}>
      <Button onClick={() => void accept(id, tenantId)}>{words.into(tenantId ?? '')}</Button>
    </p>
  ));
}
