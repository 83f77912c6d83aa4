import { PasswordInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { session } from '../../api/session.ts';
import { EntranceForm } from '../../components/entrance-form.tsx';
import { useFirstFocus } from '../../components/use-first-focus.ts';
import { t } from '../../messages/en.ts';
import { NewPasswordFrame } from './new-password-frame.tsx';

/** Where the link in the mail leads. */
export function ResetPasswordPage() {
  const { token } = useSearch({ strict: false }) as { readonly token?: unknown };
  const [password, setPassword] = useState('');
  const [done, setDone] = useState<string>();
  const first = useFirstFocus();

  const save = async () => {
    try {
      await session.resetPassword(typeof token === 'string' ? token : '', password);
      setDone(t.newPassword.done);
    } catch (failure) {
      throw isApiError(failure, 410) ? new Error(t.newPassword.over) : failure;
    }
  };

  return (
    <NewPasswordFrame title={t.newPassword.title} done={done}>
      <EntranceForm action={t.newPassword.save} onSubmit={save}>
        <PasswordInput
          label={t.newPassword.label}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          ref={first}
          required
          withAsterisk={false}
        />
      </EntranceForm>
    </NewPasswordFrame>
  );
}
