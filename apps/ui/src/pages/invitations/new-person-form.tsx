import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { invitations } from '../../api/invitations.ts';
import { session } from '../../api/session.ts';
import { authMethodsQuery } from '../../auth/auth-methods.ts';
import { NewPasswordFields } from '../../auth/new-password-fields.tsx';
import { passwordRule } from '../../auth/password-rule.ts';
import { meQuery } from '../../auth/use-me.ts';
import { EntranceForm } from '../../components/entrance-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useFirstFocus } from '../../components/use-first-focus.ts';
import { invitationText } from '../../messages/en-invitations.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';

const words = invitationText.accept;

/** Makes the account that an invitation is for, and goes in with it. */
export function NewPersonForm({ link }: { readonly link: string }) {
  const navigate = useNavigate();
  const first = useFirstFocus();
  const methods = useQuery(authMethodsQuery);
  const [firstName, setFirstName] = useState('');
  const [lastName, setLastName] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');

  const makeAccount = async () => {
    const { username } = await invitations.makeAccount(link, { firstName, lastName, password });
    const me = await session.signIn(username, password);
    queryClient.clear();
    queryClient.setQueryData(meQuery.queryKey, me);
    await navigate({ to: '/' });
  };

  return (
    <EntranceForm
      action={words.makeAccount}
      ready={password === repeat}
      onSubmit={makeAccount}
      footer={
        <Link to={paths.signIn()} search={{ from: paths.invitation(link) } as never}>
          {words.haveAccount}
        </Link>
      }
    >
      <span>{words.newPerson}</span>
      <TextField
        ref={first}
        label={words.firstName}
        autoComplete="given-name"
        value={firstName}
        onChange={setFirstName}
      />
      <TextField label={words.lastName} autoComplete="family-name" value={lastName} onChange={setLastName} />
      <NewPasswordFields
        password={password}
        repeat={repeat}
        rule={passwordRule(methods.data?.passwordConfiguration)}
        onPassword={setPassword}
        onRepeat={setRepeat}
      />
    </EntranceForm>
  );
}
