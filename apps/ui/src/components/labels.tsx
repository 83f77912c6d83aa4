import { isSystemLabel } from '@windhover/model';
import type { WireLabel } from '../api/wire.ts';
import classes from './labels.module.css';

interface LabelsProps {
  readonly labels: readonly WireLabel[] | undefined;
  /** Shows the server's own labels too. */
  readonly all?: boolean;
  /** Takes as many lines as it needs. */
  readonly wrap?: boolean;
}

export function Labels({ labels = [], all = false, wrap = false }: LabelsProps) {
  const shown = all ? labels : labels.filter((label) => !isSystemLabel(label));
  return (
    <span className={classes.labels} data-wrap={wrap || undefined}>
      {shown.map((label) => (
        <span key={`${label.key} ${label.value}`} className={classes.label} title={`${label.key}: ${label.value}`}>
          <span className={classes.key}>{label.key}</span>
          <span className="truncate">{label.value}</span>
        </span>
      ))}
    </span>
  );
}
