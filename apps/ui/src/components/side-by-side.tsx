import type { CSSProperties, ReactNode } from 'react';
import classes from './side-by-side.module.css';

interface SideBySideProps {
  /** What is chosen from, for those who hear it. */
  readonly label: string;
  readonly choices: ReactNode;
  readonly choicesWidth: number;
  /** What was chosen. */
  readonly children: ReactNode;
}

/** Choices at the left that stay while one of them is looked at, at the right. */
export function SideBySide({ label, choices, choicesWidth, children }: SideBySideProps) {
  return (
    <div className={classes.page} style={{ '--choices': `${choicesWidth}px` } as CSSProperties}>
      <nav className={classes.choices} aria-label={label}>
        {choices}
      </nav>
      <div className={classes.chosen}>{children}</div>
    </div>
  );
}

interface SideChoiceProps {
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

export function SideChoice({ chosen, onChoose, children }: SideChoiceProps) {
  return (
    <button
      type="button"
      className={classes.choice}
      aria-current={chosen ? 'true' : undefined}
      data-row-link
      onClick={onChoose}
    >
      {children}
    </button>
  );
}

/** What can be done with the chosen one, above it. */
export function SideBar({ children }: { readonly children: ReactNode }) {
  return <div className={classes.bar}>{children}</div>;
}
