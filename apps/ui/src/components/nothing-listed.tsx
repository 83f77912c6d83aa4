import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../messages/en.ts';
import { PageNotice } from './page-state.tsx';

interface NothingListedProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** What the page is for. */
  readonly text?: string | undefined;
  /** The first step. */
  readonly action?: ReactNode;
  /** Takes the filters away; undefined when none is set. */
  readonly onClear?: (() => void) | undefined;
}

/** Why a list is empty: because of its filters, or because there is nothing yet. */
export function NothingListed({ icon, title, text, action, onClear }: NothingListedProps) {
  if (onClear === undefined)
    return (
      <PageNotice icon={icon} title={title} action={action}>
        {text}
      </PageNotice>
    );
  return (
    <PageNotice
      title={t.noMatch}
      action={
        <Button variant="default" onClick={onClear}>
          {t.clearFilters}
        </Button>
      }
    />
  );
}
