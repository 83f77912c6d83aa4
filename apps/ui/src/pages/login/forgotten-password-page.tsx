import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { session } from '../../api/session.ts';
import { EntranceForm } from '../../components/entrance-form.tsx';
import { useFirstFocus } from '../../components/use-first-focus.ts';
import { t } from '../../messages/en.ts';
import { NewPasswordFrame } from './new-password-frame.tsx';

/** Asks for the user name; what comes of it is told by mail alone, so that nobody learns here who has an account. */
export function ForgottenPasswordPage() {
  const [username, setUsername] = useState('');
  const [done, setDone] = useState<string>();
  const first = useFirstFocus();

  const ask = async () => {
    await session.forgotPassword(username);
    setDone(t.newPassword.sent);
  };

  return (
    <NewPasswordFrame title={t.newPassword.forgotten} done={done}>
      <EntranceForm action={t.newPassword.ask} onSubmit={ask}>
        <TextInput
          label={t.signIn.username}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          ref={first}
          required
          withAsterisk={false}
        />
      </EntranceForm>
    </NewPasswordFrame>
  );
}
