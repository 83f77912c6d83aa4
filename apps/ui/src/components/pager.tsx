import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { formatTotal } from '../format/count.ts';
import { t } from '../messages/en.ts';
import classes from './pager.module.css';

interface PagerProps {
  /** From 1. */
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
}

export const pageSizes = [25, 50, 100] as const;

export function Pager({ page, size, total, onPage, onSize }: PagerProps) {
  if (total === 0) return null;
  const from = (page - 1) * size + 1;
  const to = Math.min(page * size, total);
  return (
    <nav className={classes.pager} aria-label={t.paging.label}>
      <NativeSelect
        size="xs"
        aria-label={t.paging.size}
        value={String(size)}
        onChange={(event) => onSize(Number(event.currentTarget.value))}
        data={pageSizes.map(String)}
      />
      <span className="numbers">{t.paging.range(from, to, formatTotal(total))}</span>
      <ActionIcon aria-label={t.paging.previous} disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon aria-label={t.paging.next} disabled={to >= total} onClick={() => onPage(page + 1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </nav>
  );
}
