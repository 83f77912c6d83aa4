import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import classes from './fold-button.module.css';

interface FoldButtonProps {
  readonly opened: boolean;
  readonly openLabel: string;
  readonly closeLabel: string;
  readonly onToggle: () => void;
}

/** Shows or hides what is below a row. */
export function FoldButton({ opened, openLabel, closeLabel, onToggle }: FoldButtonProps) {
  return (
    <button
      type="button"
      className={classes.fold}
      aria-expanded={opened}
      aria-label={opened ? closeLabel : openLabel}
      onClick={onToggle}
    >
      {opened ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
    </button>
  );
}

/** Stands where a row has nothing below it, so that names begin in one line. */
export function NoFold() {
  return <span className={classes.room} />;
}
