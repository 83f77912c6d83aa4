import { Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { isTerminal, stateProblem } from '@windhover/model';
import {
  IconPencil,
  IconPlayerPause,
  IconPlayerStopFilled,
  IconPlayerTrackNext,
  IconReload,
  IconRotate,
  IconRun,
  IconStatusChange,
  IconTag,
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
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import { KillDialog } from './kill-dialog.tsx';
import { LabelsDialog } from './labels-dialog.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { ResumeButton } from './resume-button.tsx';
import { StatusDialog } from './status-dialog.tsx';
import { useReplay } from './use-replay.ts';
import { useSwitchHold } from './use-waiting-reasons.ts';

type Asked = 'kill' | 'delete' | 'replay' | 'labels' | 'status';

export function ExecutionActions({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const held = useSwitchHold(execution);
  const follow = useReplay();
  const [asking, setAsking] = useState<Asked>();
  const { id, state } = execution;
  const renew = () => queryClient.invalidateQueries({ queryKey: executionKey(tenant, id) });
  const close = () => setAsking(undefined);
  const attempt = (act: (tenant: string | undefined, id: string) => Promise<unknown>) => () =>
    void act(tenant, id).then(renew, (error: unknown) => toastError(t.executions.actionFailed, error));

  return (
    <>
      {isTerminal(state.current) ? (
        <ActionButton
          label={t.executions.replay}
          icon={<IconRotate size={15} />}
          reason={whyNot.replay(execution, permissions)}
          onClick={() =>
            void follow(executions.replay(tenant, id)).catch((error: unknown) =>
              toastError(t.executions.replayFailed, error),
            )
          }
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
          label={t.executions.replayWith.item}
          icon={<IconRotate size={15} />}
          reason={whyNot.replay(execution, permissions)}
          onClick={() => setAsking('replay')}
        />
        <ActionItem
          label={t.executions.restart}
          icon={<IconReload size={15} />}
          reason={whyNot.restart(execution, permissions)}
          onClick={attempt(executions.restart)}
        />
        <ActionItem
          label={t.executions.pause}
          icon={<IconPlayerPause size={15} />}
          reason={whyNot.pause(execution, permissions)}
          onClick={attempt(executions.pause)}
        />
        <ActionItem
          label={t.executions.unqueue}
          icon={<IconPlayerTrackNext size={15} />}
          reason={whyNot.unqueue(execution, permissions) ?? held}
          onClick={attempt(executions.unqueue)}
        />
        <ActionItem
          label={t.executions.forceRun}
          icon={<IconRun size={15} />}
          reason={whyNot.forceRun(execution, permissions) ?? held}
          onClick={attempt(executions.forceRun)}
        />
        <Menu.Divider />
        <ActionItem
          label={t.executions.setLabels}
          icon={<IconTag size={15} />}
          reason={whyNot.setLabels(execution, permissions)}
          onClick={() => setAsking('labels')}
        />
        <ActionItem
          label={t.executions.changeStatus}
          icon={<IconStatusChange size={15} />}
          reason={whyNot.changeStatus(execution, permissions)}
          onClick={() => setAsking('status')}
        />
        <ActionItem
          label={t.executions.remove}
          icon={<IconTrash size={15} />}
          reason={whyNot.deleteExecution(execution, permissions)}
          onClick={() => setAsking('delete')}
          destructive
        />
      </ActionMenu>
      {asking === 'replay' && <ReplayDialog execution={execution} onClose={close} />}
      {asking === 'labels' && <LabelsDialog execution={execution} onClose={close} onSaved={renew} />}
      {asking === 'status' && <StatusDialog execution={execution} onClose={close} onSaved={renew} />}
      {asking === 'kill' && <KillDialog execution={execution} onKilled={renew} onClose={close} />}
      <ConfirmDialog
        opened={asking === 'delete'}
        title={t.executions.removeTitle}
        confirmLabel={t.executions.remove}
        onConfirm={async () => {
          await executions.remove(tenant, id);
          toast(t.executions.removed);
          await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'executions') });
          await navigate({ to: paths.executions(tenant) });
        }}
        onClose={close}
      >
        {t.executions.removeText(execution.taskRunCount ?? execution.taskRunList?.length ?? 0)}
      </ConfirmDialog>
    </>
  );
}
