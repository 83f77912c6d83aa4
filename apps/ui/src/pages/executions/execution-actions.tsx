import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { isTerminal, stateProblem } from '@windhover/model';
import {
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerStopFilled,
  IconReload,
  IconRotate,
  IconTrash,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
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
        <Main
          label={t.executions.replay}
          icon={<IconRotate size={15} />}
          reason={whyNot.replay(execution, permissions)}
          onClick={() => void replay()}
        />
      ) : (
        <>
          {stateProblem('resume', state.current) === undefined && <ResumeButton execution={execution} />}
          <Main
            label={t.executions.kill}
            icon={<IconPlayerStopFilled size={13} />}
            reason={whyNot.kill(execution, permissions)}
            onClick={() => setAsking('kill')}
          />
        </>
      )}
      <Menu>
        <Menu.Target>
          <ActionIcon size={30} variant="default" aria-label={t.moreActions}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={15} />}
            component={Link}
            to={paths.flow(tenant, execution.namespace, execution.flowId, 'edit')}
          >
            {t.executions.editFlow}
          </Menu.Item>
          <Choice
            label={t.executions.restart}
            icon={<IconReload size={15} />}
            reason={whyNot.restart(execution, permissions)}
            onClick={attempt(() => executions.restart(tenant, id), t.executions.restartFailed)}
          />
          <Choice
            label={t.executions.pause}
            icon={<IconPlayerPause size={15} />}
            reason={whyNot.pause(execution, permissions)}
            onClick={attempt(() => executions.pause(tenant, id), t.executions.pauseFailed)}
          />
          <Choice
            label={t.executions.remove}
            icon={<IconTrash size={15} />}
            reason={whyNot.deleteExecution(execution, permissions)}
            onClick={() => setAsking('delete')}
            red
          />
        </Menu.Dropdown>
      </Menu>
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

interface ActionProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Why it cannot be used now. */
  readonly reason: string | undefined;
  readonly onClick: () => void;
}

function Main({ label, icon, reason, onClick }: ActionProps) {
  return (
    <Tooltip label={reason} disabled={reason === undefined}>
      <Button variant="default" leftSection={icon} disabled={reason !== undefined} onClick={onClick}>
        {label}
      </Button>
    </Tooltip>
  );
}

function Choice({ label, icon, reason, onClick, red = false }: ActionProps & { readonly red?: boolean }) {
  return (
    <Menu.Item
      leftSection={icon}
      disabled={reason !== undefined}
      title={reason}
      onClick={onClick}
      {...(red ? { color: 'red' } : {})}
    >
      {label}
    </Menu.Item>
  );
}
