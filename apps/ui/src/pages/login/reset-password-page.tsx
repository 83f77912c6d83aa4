import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { session } from '../../api/session.ts';
import { authMethodsQuery } from '../../auth/auth-methods.ts';
import { NewPasswordFields } from '../../auth/new-password-fields.tsx';
import { passwordRule } from '../../auth/password-rule.ts';
import { EntranceForm } from '../../components/entrance-form.tsx';
import { useFirstFocus } from '../../components/use-first-focus.ts';
import { t } from '../../messages/en.ts';
import { NewPasswordFrame } from './new-password-frame.tsx';

/** Where the link in the mail leads. */
export function ResetPasswordPage() {
  const { token } = useSearch({ strict: false }) as { readonly token?: unknown };
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const methods = useQuery(authMethodsQuery);
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
      <EntranceForm action={t.newPassword.save} ready={password === repeat} onSubmit={save}>
        <NewPasswordFields
          ref={first}
          label={t.newPassword.label}
          password={password}
          repeat={repeat}
          rule={passwordRule(methods.data?.passwordConfiguration)}
          onPassword={setPassword}
          onRepeat={setRepeat}
        />
      </EntranceForm>
    </NewPasswordFrame>
  );
}
