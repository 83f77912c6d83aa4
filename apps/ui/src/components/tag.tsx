import classes from './tag.module.css';

/** A word beside a name that says what kind of thing it is. */
export function Tag({ text, title }: { readonly text: string; readonly title?: string }) {
  return (
    <span className={classes.tag} title={title}>
      {text}
    </span>
  );
}
