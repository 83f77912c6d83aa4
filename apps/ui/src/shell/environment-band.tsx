import { useQuery } from '@tanstack/react-query';
import { configsQuery } from '../auth/use-me.ts';
import classes from './shell.module.css';

/** A coloured band for instances whose configuration names their environment, so that nobody takes one for another. */
export function EnvironmentBand() {
  const environment = useQuery(configsQuery).data?.environment;
  if (environment?.name === undefined || environment.name === '') return null;
  return (
    <div className={classes.band} style={{ background: environment.color ?? 'var(--n-10)' }}>
      {environment.name}
    </div>
  );
}
