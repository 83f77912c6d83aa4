import { Anchor, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Entrance } from '../../components/entrance.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';

interface NewPasswordFrameProps {
  readonly title: string;
  /** What was done, once it is. */
  readonly done: string | undefined;
  readonly children: ReactNode;
}

/** A page on the way to a new password: its form, then what came of it, and the way back. */
export function NewPasswordFrame({ title, done, children }: NewPasswordFrameProps) {
  useDocumentTitle(`${title} · Windhover`);
  return (
    <Entrance title={title}>
      {done === undefined ? children : <Text component="output">{done}</Text>}
      <Anchor component={Link} to={paths.signIn()} size="sm" mt="md" display="inline-block">
        {t.newPassword.back}
      </Anchor>
    </Entrance>
  );
}
