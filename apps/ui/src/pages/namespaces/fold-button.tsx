import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import classes from './namespaces-page.module.css';

interface FoldButtonProps {
  readonly opened: boolean;
  readonly openLabel: string;
  readonly closeLabel: string;
  readonly onToggle: () => void;
}

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
