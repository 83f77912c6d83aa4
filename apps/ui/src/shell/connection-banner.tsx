import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { connection } from '../api/request.ts';
import { session } from '../api/session.ts';
import { t } from '../messages/en.ts';
import { queryClient } from '../query-client.ts';
import classes from './shell.module.css';

const probeEveryMs = 3_000;

/** Says that the server cannot be reached, tries again on its own, and renews the page once it answers. */
export function ConnectionBanner() {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    connection.onReachable = (reachable) => setLost(!reachable);
    return () => {
      connection.onReachable = undefined;
    };
  }, []);

  useEffect(() => {
    if (!lost) return undefined;
    const probe = setInterval(() => void session.isInitialized().catch(() => undefined), probeEveryMs);
    return () => {
      clearInterval(probe);
      void queryClient.invalidateQueries();
    };
  }, [lost]);

  if (!lost) return null;
  return (
    <div className={classes.banner} role="alert">
      <IconPlugConnectedX size={16} aria-hidden />
      {t.unreachable}
    </div>
  );
}
