import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface KillDialogProps {
  readonly execution: WireExecution;
  readonly onKilled: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before an execution is killed, and whether those that it has started go with it. */
export function KillDialog({ execution, onKilled, onClose }: KillDialogProps) {
  const tenant = useTenant();
  const [cascades, setCascades] = useState(true);
  const running = execution.taskRunList?.filter((taskRun) => taskRun.state.current === 'RUNNING').length ?? 0;
  return (
    <ConfirmDialog
      opened
      title={t.executions.killTitle}
      confirmLabel={t.executions.kill}
      onConfirm={async () => {
        await executions.kill(tenant, execution.id, cascades);
        await onKilled();
      }}
      onClose={onClose}
    >
      {t.executions.killText(running)}
      <Checkbox
        mt="md"
        label={t.executions.killBelow}
        checked={cascades}
        onChange={(event) => setCascades(event.currentTarget.checked)}
      />
    </ConfirmDialog>
  );
}
