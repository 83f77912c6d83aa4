import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { session } from '../../api/session.ts';
import { Entrance } from '../../components/entrance.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { useFirstFocus } from '../../components/use-first-focus.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';

/** Asks for the user name; what comes of it is told by mail alone, so that nobody learns here who has an account. */
export function ForgottenPasswordPage() {
  useDocumentTitle(`${t.newPassword.forgotten} · Windhover`);
  const [username, setUsername] = useState('');
  const [state, setState] = useState<'asking' | 'busy' | 'sent'>('asking');
  const [error, setError] = useState<unknown>();
  const first = useFirstFocus();

  const ask = async () => {
    setState('busy');
    setError(undefined);
    try {
      await session.forgotPassword(username);
      setState('sent');
    } catch (failure) {
      setError(failure);
      setState('asking');
    }
  };

  return (
    <Entrance title={t.newPassword.forgotten}>
      {state === 'sent' ? (
        <Text component="output">{t.newPassword.sent}</Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void ask();
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t.signIn.username}
              value={username}
              onChange={(event) => setUsername(event.currentTarget.value)}
              autoComplete="username"
              ref={first}
              required
              withAsterisk={false}
            />
            {error !== undefined && <InlineError error={error} />}
            <Button type="submit" size="sm" loading={state === 'busy'}>
              {t.newPassword.ask}
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
