import { Outlet } from '@tanstack/react-router';
import { SessionEnded } from '../auth/session-ended.tsx';
import { t } from '../messages/en.ts';
import { CommandPalette } from './command-palette.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { EnvironmentBand } from './environment-band.tsx';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';
import { Shortcuts } from './shortcuts.tsx';

/** The frame around every page of somebody signed in. */
export function Shell() {
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t.skipToContent}
      </a>
      <EnvironmentBand />
      <ConnectionBanner />
      <div className={classes.body}>
        <Navigation />
        <main id="content" className={classes.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <CommandPalette />
      <Shortcuts />
      <SessionEnded />
    </div>
  );
}
