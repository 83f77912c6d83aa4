import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { NewPasswordFields } from '../../auth/new-password-fields.tsx';
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
        <NewPasswordFields
          password={password}
          repeat={repeat}
          rule={passwordRule}
          onPassword={setPassword}
          onRepeat={setRepeat}
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
