import { useNavigate } from '@tanstack/react-router';
import { invitations } from '../api/invitations.ts';
import { toast } from '../components/toast.ts';
import { invitationText } from '../messages/en-invitations.ts';
import { queryClient } from '../query-client.ts';
import { meQuery } from './use-me.ts';

/** Takes an invitation, by its link or its id, and goes to where it leads. */
export function useAcceptInvitation(): (invitation: string, to: string) => Promise<void> {
  const navigate = useNavigate();
  return async (invitation, to) => {
    await invitations.accept(invitation);
    // The frame of the tenant's pages asks who may enter, so that has to be known before going there.
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    toast(invitationText.accept.accepted);
    await navigate({ to });
  };
}
