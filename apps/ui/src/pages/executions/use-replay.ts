import { useNavigate } from '@tanstack/react-router';
import type { WireExecution } from '../../api/wire.ts';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Waits for the replay that was asked for, and goes to it. */
export function useReplay(): (started: Promise<WireExecution>) => Promise<void> {
  const tenant = useTenant();
  const navigate = useNavigate();
  return async (started) => {
    const execution = await started;
    toast(t.executions.replayed);
    await navigate({ to: paths.execution(tenant, execution, 'gantt') });
  };
}
