import { toast, toastError } from '../../components/toast.ts';
import { triggerText as words } from '../../messages/en-triggers.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { triggersKey } from './triggers-key.ts';

/** Changes a trigger and shows it anew; tells how it went. */
export function useTriggerChange() {
  const tenant = useTenant();
  const renew = () => queryClient.invalidateQueries({ queryKey: triggersKey(tenant) });
  const attempt = (act: () => Promise<unknown>, message?: string) => () =>
    void act().then(
      async () => {
        await renew();
        if (message !== undefined) toast(message);
      },
      (error: unknown) => toastError(words.failed, error),
    );
  return { renew, attempt };
}
