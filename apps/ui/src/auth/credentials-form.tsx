import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isApiError } from '../api/api-error.ts';
import { session } from '../api/session.ts';
import type { Me } from '../api/wire.ts';
import { EntranceForm } from '../components/entrance-form.tsx';
import { useFirstFocus } from '../components/use-first-focus.ts';
import { t } from '../messages/en.ts';

interface CredentialsFormProps {
  readonly username?: string;
  readonly onSignedIn: (me: Me) => void;
}

export function CredentialsForm({ username: known, onSignedIn }: CredentialsFormProps) {
  const [username, setUsername] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const first = useFirstFocus();

  const signIn = async () => {
    try {
      onSignedIn(await session.signIn(username, password));
    } catch (failure) {
      setPassword('');
      throw isApiError(failure, 401) ? new Error(t.signIn.wrong) : failure;
    }
  };

  return (
    <EntranceForm action={t.signIn.action} onSubmit={signIn}>
      <TextInput
        label={t.signIn.username}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        autoComplete="username"
        ref={known === undefined ? first : undefined}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={t.signIn.password}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        ref={known === undefined ? undefined : first}
        required
        withAsterisk={false}
      />
    </EntranceForm>
  );
}
