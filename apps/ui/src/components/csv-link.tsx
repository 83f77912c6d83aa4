import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { apiPath } from '../api/mount.ts';
import { t } from '../messages/en.ts';
import { ActionButton } from './action-button.tsx';

interface CsvLinkProps {
  /** Below the API's own path. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Why it cannot be downloaded. */
  readonly reason: string | undefined;
}

/** Downloads what a list shows, all pages of it, as CSV. */
export function CsvLink({ path, query, reason }: CsvLinkProps) {
  const icon = <IconDownload size={15} />;
  if (reason !== undefined) return <ActionButton label={t.csv} icon={icon} reason={reason} />;
  return (
    <Button variant="default" leftSection={icon} component="a" href={`${apiPath}${path}?${query.toString()}`} download>
      {t.csv}
    </Button>
  );
}
