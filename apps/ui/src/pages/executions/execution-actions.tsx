import { Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { isTerminal, stateProblem } from '@windhover/model';
import {
  IconPencil,
  IconPlayerPause,
  IconPlayerStopFilled,
  IconReload,
  IconRotate,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { ResumeButton } from './resume-button.tsx';

export function ExecutionActions({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const [asking, setAsking] = useState<'kill' | 'delete'>();
  const { id, state } = execution;
  const renew = () => queryClient.invalidateQueries({ queryKey: executionKey(tenant, id) });

  const replay = async () => {
    try {
      const started = await executions.replay(tenant, id);
      toast(t.executions.replayed);
      await navigate({ to: paths.execution(tenant, started, 'gantt') });
    } catch (error) {
      toastError(t.executions.replayFailed, error);
    }
  };
  const attempt = (act: () => Promise<unknown>, failed: string) => () =>
    void act().then(renew, (error: unknown) => toastError(failed, error));

  return (
    <>
      {isTerminal(state.current) ? (
        <ActionButton
          label={t.executions.replay}
          icon={<IconRotate size={15} />}
          reason={whyNot.replay(execution, permissions)}
          onClick={() => void replay()}
        />
      ) : (
        <>
          {stateProblem('resume', state.current) === undefined && <ResumeButton execution={execution} />}
          <ActionButton
            label={t.executions.kill}
            icon={<IconPlayerStopFilled size={13} />}
            reason={whyNot.kill(execution, permissions)}
            onClick={() => setAsking('kill')}
          />
        </>
      )}
      <ActionMenu>
        <Menu.Item
          leftSection={<IconPencil size={15} />}
          component={Link}
          to={paths.flow(tenant, execution.namespace, execution.flowId, 'edit')}
        >
          {t.executions.editFlow}
        </Menu.Item>
        <ActionItem
          label={t.executions.restart}
          icon={<IconReload size={15} />}
          reason={whyNot.restart(execution, permissions)}
          onClick={attempt(() => executions.restart(tenant, id), t.executions.restartFailed)}
        />
        <ActionItem
          label={t.executions.pause}
          icon={<IconPlayerPause size={15} />}
          reason={whyNot.pause(execution, permissions)}
          onClick={attempt(() => executions.pause(tenant, id), t.executions.pauseFailed)}
        />
        <ActionItem
          label={t.executions.remove}
          icon={<IconTrash size={15} />}
          reason={whyNot.deleteExecution(execution, permissions)}
          onClick={() => setAsking('delete')}
          destructive
        />
      </ActionMenu>
      <ConfirmDialog
        opened={asking === 'kill'}
        title={t.executions.killTitle}
        confirmLabel={t.executions.kill}
        onConfirm={async () => {
          await executions.kill(tenant, id);
          await renew();
        }}
        onClose={() => setAsking(undefined)}
      >
        {t.executions.killText(
          execution.taskRunList?.filter((taskRun) => taskRun.state.current === 'RUNNING').length ?? 0,
        )}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'delete'}
        title={t.executions.removeTitle}
        confirmLabel={t.executions.remove}
        onConfirm={async () => {
          await executions.remove(tenant, id);
          toast(t.executions.removed);
          await navigate({ to: paths.executions(tenant) });
        }}
        onClose={() => setAsking(undefined)}
      >
        {t.executions.removeText(execution.taskRunCount ?? execution.taskRunList?.length ?? 0)}
      </ConfirmDialog>
    </>
  );
}
