import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './bars-over-time.module.css';
import { ZoneNote } from './time.tsx';

export interface TimeBar {
  readonly key: string | number;
  /** What it shows, on hover; a line each. */
  readonly said: string;
  /** From the bottom up. */
  readonly parts: readonly BarPart[];
}

interface BarPart {
  readonly key: string;
  readonly percent: number;
  readonly colour?: string | undefined;
  /** Where it leads: a short way for the mouse, the legend has one for the keyboard. */
  readonly link?: { readonly to: string; readonly search: Readonly<Record<string, string>> } | undefined;
}

interface BarsOverTimeProps {
  /** What the picture shows, for who does not see it. */
  readonly label: string;
  readonly bars: readonly TimeBar[];
  /** In pixels, without what stands below. */
  readonly height: number;
  /** Where it begins, what the bars mean, where it ends. */
  readonly axis: readonly [ReactNode, ReactNode, ReactNode];
  readonly isSaid?: boolean;
  /** Drawn over the bars, in the same frame. */
  readonly over?: ReactNode;
  readonly legend?: ReactNode;
}

/** A bar for each span of time, side by side over the whole width. */
export function BarsOverTime({ label, bars, height, axis, isSaid = true, over, legend }: BarsOverTimeProps) {
  const [from, meaning, to] = axis;
  return (
    <figure className={classes.figure} aria-label={label}>
      <div className={classes.plot} style={{ height }} aria-hidden>
        {bars.map(({ key, said, parts }) => (
          <Tooltip key={key} label={said} multiline style={{ whiteSpace: 'pre-line' }} openDelay={0} disabled={!isSaid}>
            <div className={classes.slot}>
              {parts.map((part) => (
                <Part key={part.key} part={part} />
              ))}
            </div>
          </Tooltip>
        ))}
        {over}
      </div>
      <figcaption>
        <div className={classes.axis}>
          <span>{from}</span>
          <span>
            {meaning} · <ZoneNote />
          </span>
          <span>{to}</span>
        </div>
        {legend}
      </figcaption>
    </figure>
  );
}

function Part({ part: { percent, colour, link } }: { readonly part: BarPart }) {
  const style = { height: `${percent}%`, ...(colour !== undefined && { background: colour }) };
  if (link === undefined) return <span style={style} />;
  return <Link to={link.to} search={link.search as never} tabIndex={-1} style={style} />;
}
