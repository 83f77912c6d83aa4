import { Anchor, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { session } from '../../api/session.ts';
import { Entrance } from '../../components/entrance.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { useFirstFocus } from '../../components/use-first-focus.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';

/** Where the link in the mail leads. */
export function ResetPasswordPage() {
  useDocumentTitle(`${t.newPassword.title} · Windhover`);
  const { token } = useSearch({ strict: false }) as { readonly token?: unknown };
  const [password, setPassword] = useState('');
  const [state, setState] = useState<'asking' | 'busy' | 'done'>('asking');
  const [error, setError] = useState<unknown>();
  const first = useFirstFocus();

  const save = async () => {
    setState('busy');
    setError(undefined);
    try {
      await session.resetPassword(typeof token === 'string' ? token : '', password);
      setState('done');
    } catch (failure) {
      setError(isApiError(failure, 410) ? new Error(t.newPassword.over) : failure);
      setState('asking');
    }
  };

  return (
    <Entrance title={t.newPassword.title}>
      {state === 'done' ? (
        <Text component="output">{t.newPassword.done}</Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Stack gap="sm">
            <PasswordInput
              label={t.newPassword.label}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="new-password"
              ref={first}
              required
              withAsterisk={false}
            />
            {error !== undefined && <InlineError error={error} />}
            <Button type="submit" size="sm" loading={state === 'busy'}>
              {t.newPassword.save}
            </Button>
          </Stack>
        </form>
      )}
      <Anchor component={Link} to={paths.signIn()} size="sm" mt="md" display="inline-block">
        {t.newPassword.back}
      </Anchor>
    </Entrance>
  );
}
