import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { InlineError } from '../../components/inline-error.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { useFirstFocus } from '../../components/use-first-focus.ts';
import { t } from '../../messages/en.ts';
import classes from './setup.module.css';

export interface FirstUser {
  readonly username: string;
  readonly password: string;
}

interface UserStepProps {
  /** What a password must have. */
  readonly passwordRule: string | undefined;
  readonly onBack: () => void;
  readonly onFinish: (user: FirstUser) => Promise<void>;
}

export function UserStep({ passwordRule, onBack, onFinish }: UserStepProps) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const first = useFirstFocus();
  const { busy, error, run } = useAttempt();
  const differs = repeat !== '' && repeat !== password;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (password === repeat) void run(() => onFinish({ username, password }));
      }}
    >
      <h2 className={classes.heading}>{t.setup.user.title}</h2>
      <p className={classes.text}>{t.setup.user.text}</p>
      <Stack gap="md">
        <TextInput
          label={t.setup.user.email}
          type="email"
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          ref={first}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={t.setup.user.password}
          description={passwordRule}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={t.setup.user.repeat}
          value={repeat}
          onChange={(event) => setRepeat(event.currentTarget.value)}
          error={differs ? t.setup.user.mismatch : undefined}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        {error !== undefined && <InlineError error={error} />}
        <Group justify="space-between">
          <Button variant="default" size="sm" onClick={onBack} disabled={busy}>
            {t.setup.back}
          </Button>
          <Button type="submit" size="sm" loading={busy}>
            {t.setup.user.action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
