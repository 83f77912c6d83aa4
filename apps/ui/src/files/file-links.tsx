import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload, IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { executions } from '../api/executions.ts';
import { apiPath } from '../api/mount.ts';
import { outputsText } from '../messages/en-outputs.ts';
import { t } from '../messages/en.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { FilePreview } from './file-preview.tsx';

interface FileLinksProps {
  readonly executionId: string;
  readonly uri: string;
}

/** What can be done with a file that an output names. */
export function FileLinks({ executionId, uri }: FileLinksProps) {
  const tenant = useTenant();
  const [previewing, setPreviewing] = useState(false);
  return (
    <>
      <Tooltip label={outputsText.preview}>
        <ActionIcon size={22} aria-label={outputsText.preview} onClick={() => setPreviewing(true)}>
          <IconEye size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t.executions.download}>
        <ActionIcon
          size={22}
          component="a"
          href={apiPath + executions.fileUrlPath(tenant, executionId, uri)}
          aria-label={t.executions.download}
          download
        >
          <IconDownload size={14} />
        </ActionIcon>
      </Tooltip>
      {previewing && <FilePreview executionId={executionId} uri={uri} onClose={() => setPreviewing(false)} />}
    </>
  );
}
