/** How much of a limit is used, as cells of a row. */
import type { CSSProperties } from 'react';
import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import { limitsText as words } from '../../messages/en-limits.ts';
import classes from './limits.module.css';
import { filledPart, standingOf, type Standing, type Use } from './standing.ts';

interface UsedProps {
  /** Of what, for those who do not see the row. */
  readonly label: string;
  readonly use: Use;
  readonly format: (value: number) => string;
  /** On hover. */
  readonly title?: string | undefined;
}

export function Used({ label, use, format, title }: UsedProps) {
  const text = words.of(format(use.count), format(use.limit));
  return (
    <span className={classes.used} title={title}>
      <meter
        className={classes.meter}
        data-standing={standingOf(use)}
        aria-label={label}
        aria-valuetext={text}
        value={filledPart(use)}
        style={{ '--part': `${filledPart(use) * 100}%` } as CSSProperties}
      />
      {/* The meter says it already */}
      <span className="numbers truncate" aria-hidden>
        {text}
      </span>
    </span>
  );
}

const icons: Readonly<Record<Standing, typeof IconBan | undefined>> = {
  free: undefined,
  near: IconAlertTriangle,
  reached: IconBan,
  exceeded: IconBan,
};

export function StandingCell({ use }: { readonly use: Use }) {
  const standing = standingOf(use);
  const Icon = icons[standing];
  return (
    <span className={classes.standing} data-standing={standing}>
      {Icon !== undefined && <Icon size={14} aria-hidden />}
      {words.standings[standing]}
    </span>
  );
}
