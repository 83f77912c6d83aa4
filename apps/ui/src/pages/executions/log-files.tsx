import { Anchor, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { executions } from '../../api/executions.ts';
import { apiPath } from '../../api/mount.ts';
import type { WireExecution } from '../../api/wire.ts';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Logs of attempts that went into files (`logToFile`); nothing when there are none. */
export function LogFiles({ execution, task }: { readonly execution: WireExecution; readonly task: string }) {
  const tenant = useTenant();
  const files = (execution.taskRunList ?? [])
    .filter(({ taskId }) => task === '' || taskId === task)
    .flatMap(({ taskId, value, attempts = [] }) =>
      attempts.flatMap(({ logFile }, index) =>
        logFile === undefined ? [] : { logFile, label: t.logs.file(value ?? taskId, index + 1, attempts.length) },
      ),
    );
  if (files.length === 0) return undefined;
  return (
    <Group gap="md" py="xs">
      <span className="dim">{t.logs.files}</span>
      {files.map(({ logFile, label }) => (
        <Anchor key={logFile} size="sm" href={apiPath + executions.fileUrlPath(tenant, execution.id, logFile)} download>
          <IconDownload size={14} aria-hidden /> {label}
        </Anchor>
      ))}
    </Group>
  );
}
