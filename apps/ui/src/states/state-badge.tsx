import { VisuallyHidden } from '@mantine/core';
import type { StateName } from '@windhover/model';
import { stateLook } from './state-look.ts';
import classes from './state-badge.module.css';

export function StateBadge({ state }: { readonly state: StateName }) {
  const { tone, icon: Icon, label } = stateLook(state);
  return (
    <span
      className={classes.badge}
      style={{ color: `var(--${tone}-text)`, background: `var(--${tone}-soft)` }}
      data-running={state === 'RUNNING' || undefined}
    >
      <Icon size={12} aria-hidden />
      {label}
    </span>
  );
}

/** The icon alone, for dense rows; its name is read to those who cannot see it. */
export function StateIcon({ state, size = 14 }: { readonly state: StateName; readonly size?: number }) {
  const { tone, icon: Icon, label } = stateLook(state);
  return (
    <span className={classes.icon} title={label} style={{ color: `var(--${tone}-solid)` }}>
      <Icon size={size} aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}
