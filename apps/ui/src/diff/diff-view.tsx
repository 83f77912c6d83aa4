import { useMemo } from 'react';
import { ScrollRegion } from '../components/scroll-region.tsx';
import classes from './diff-view.module.css';
import { lineDiff } from './line-diff.ts';

const signs = { same: '', added: '+', removed: '−' } as const;

/** Two texts as one, with what was removed and added marked by sign and colour. */
export function DiffView({
  before,
  after,
  label,
}: {
  readonly before: string;
  readonly after: string;
  readonly label: string;
}) {
  const lines = useMemo(() => lineDiff(before, after), [before, after]);
  return (
    <ScrollRegion className={classes.view} label={label}>
      <table className={classes.table}>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index} data-kind={line.kind}>
              <td className={classes.number}>{line.left}</td>
              <td className={classes.number}>{line.right}</td>
              <td className={classes.sign}>{signs[line.kind]}</td>
              <td className={classes.text}>{line.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
