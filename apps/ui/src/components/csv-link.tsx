import { Button, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { apiPath } from '../api/mount.ts';
import { t } from '../messages/en.ts';

interface CsvLinkProps {
  /** Below the API's own path. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Why it cannot be downloaded. */
  readonly reason: string | undefined;
}

/** Downloads what a list shows, all pages of it, as CSV. */
export function CsvLink({ path, query, reason }: CsvLinkProps) {
  const look = { variant: 'default', leftSection: <IconDownload size={15} /> } as const;
  if (reason !== undefined)
    return (
      <Tooltip label={reason}>
        <Button {...look} disabled>
          {t.csv}
        </Button>
      </Tooltip>
    );
  return (
    <Button {...look} component="a" href={`${apiPath}${path}?${query.toString()}`} download>
      {t.csv}
    </Button>
  );
}
