import { Button, Loader } from '@mantine/core';
import { IconLock, IconMoodEmpty, IconPlugConnectedX, IconSearchOff } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { isApiError, messageOf } from '../api/api-error.ts';
import { t } from '../messages/en.ts';
import classes from './page-state.module.css';

interface Notice {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What a page says instead of its content: why there is none, and what can be done about it. */
export function PageNotice({ icon = <IconMoodEmpty />, title, children, action }: Notice) {
  return (
    <div className={classes.notice}>
      <span className={classes.icon}>{icon}</span>
      <h2 className={classes.title}>{title}</h2>
      {children !== undefined && <div className={classes.text}>{children}</div>}
      {action}
    </div>
  );
}

/** Not found, forbidden, unreachable or broken, in the server's words. */
export function PageError({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  const retry =
    onRetry === undefined ? undefined : (
      <Button variant="default" onClick={onRetry}>
        {t.retry}
      </Button>
    );
  if (isApiError(error, 404)) return <NotFound detail={messageOf(error)} />;
  if (isApiError(error, 403))
    return (
      <Forbidden title={t.forbidden.title} reason={messageOf(error)} isByRole={error.code === 'MISSING_PERMISSION'} />
    );
  return (
    <PageNotice icon={<IconPlugConnectedX />} title={t.failed.title} action={retry}>
      {messageOf(error)}
    </PageNotice>
  );
}

interface ForbiddenProps {
  readonly title: string;
  readonly reason: string;
  /** A role can permit it. */
  readonly isByRole?: boolean;
}

/** What somebody may not do, which right they lack, and who can give it. */
export function Forbidden({ title, reason, isByRole = true }: ForbiddenProps) {
  return (
    <PageNotice icon={<IconLock />} title={title}>
      <p>{reason}</p>
      {isByRole && <p>{t.forbidden.text}</p>}
    </PageNotice>
  );
}

export function NotFound({ detail }: { readonly detail?: string }) {
  return (
    <PageNotice icon={<IconSearchOff />} title={t.notFound.title}>
      {detail !== undefined && <p className="mono">{detail}</p>}
      <p>{t.notFound.text}</p>
    </PageNotice>
  );
}

/** Appears only when loading takes long enough to be noticed. */
export function PageLoading() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <output className={classes.loading} aria-label={t.loading}>
      {shown && <Loader size="sm" />}
    </output>
  );
}
