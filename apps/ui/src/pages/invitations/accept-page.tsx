import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { enter } from '../../auth/enter.ts';
import { Entrance } from '../../components/entrance.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { invitationText } from '../../messages/en-invitations.ts';
import { AcceptForm } from './accept-form.tsx';
import { NewPersonForm } from './new-person-form.tsx';

const words = invitationText.accept;

/** Where the link of an invitation leads: who is signed in accepts, anybody else makes an account. */
export function AcceptPage() {
  useDocumentTitle(`${words.title} · Windhover`);
  const { link } = useParams({ strict: false }) as { link: string };
  const step = useQuery({ queryKey: ['invitation', 'entered'], queryFn: enter, retry: false, staleTime: Infinity });
  if (step.isPending) return <PageLoading />;
  return (
    <Entrance title={words.title}>
      {step.error !== null ? (
        <PageError error={step.error} onRetry={() => void step.refetch()} />
      ) : step.data === 'in' ? (
        <AcceptForm link={link} />
      ) : (
        <NewPersonForm link={link} />
      )}
    </Entrance>
  );
}
