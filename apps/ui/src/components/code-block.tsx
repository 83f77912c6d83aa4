import { CopyIcon } from './copyable.tsx';
import classes from './code-block.module.css';

interface CodeBlockProps {
  /** What it is for. */
  readonly title?: string | undefined;
  readonly code: string;
  /** What is copied, as its button names it. */
  readonly label: string;
}

/** Code to be read and copied. */
export function CodeBlock({ title, code, label }: CodeBlockProps) {
  return (
    <figure className={classes.block}>
      {title !== undefined && <figcaption>{title}</figcaption>}
      <div className={classes.code}>
        <pre>{code.trimEnd()}</pre>
        <CopyIcon text={code} label={label} />
      </div>
    </figure>
  );
}
