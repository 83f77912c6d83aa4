import { PasswordInput } from '@mantine/core';
import type { Ref } from 'react';
import { t } from '../messages/en.ts';

interface NewPasswordFieldsProps {
  readonly ref?: Ref<HTMLInputElement>;
  readonly label?: string;
  readonly password: string;
  readonly repeat: string;
  /** What it must have. */
  readonly rule?: string | undefined;
  readonly onPassword: (password: string) => void;
  readonly onRepeat: (repeat: string) => void;
}

/** A password that somebody chooses, typed twice. */
export function NewPasswordFields({
  ref,
  label = t.setup.user.password,
  password,
  repeat,
  rule,
  onPassword,
  onRepeat,
}: NewPasswordFieldsProps) {
  const shared = { autoComplete: 'new-password', required: true, withAsterisk: false };
  return (
    <>
      <PasswordInput
        {...shared}
        {...(ref === undefined ? {} : { ref })}
        label={label}
        description={rule}
        value={password}
        onChange={(event) => onPassword(event.currentTarget.value)}
      />
      <PasswordInput
        {...shared}
        label={t.setup.user.repeat}
        value={repeat}
        onChange={(event) => onRepeat(event.currentTarget.value)}
        error={repeat !== '' && repeat !== password ? t.setup.user.mismatch : undefined}
      />
    </>
  );
}
