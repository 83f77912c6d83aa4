/** The dates of a schedule as they are now: those that it lists may be expressions. */
import { compileTree, renderTreeAsync } from '@windhover/expressions';
import { isUnavailable, listedDates, type Flow, type TenantRef, type TriggerDefinition } from '@windhover/model';
import { addMask, maskText } from '../secrets/masks.ts';
import { triggerContext, type TriggeredDeps } from './start-triggered.ts';
import { datesOf, type TriggerDates } from './trigger-dates.ts';

/**
 * Undefined for triggers that are no schedules. Throws a RangeError that says why a cron expression, zone or list makes no
 * sense or cannot be rendered; secrets are hidden in it.
 */
export async function loadDates(
  deps: Pick<TriggeredDeps, 'settings' | 'store' | 'taskServices' | 'clock'>,
  {
    tenant,
    flow,
    trigger,
  }: { readonly tenant: Pick<TenantRef, 'key' | 'id'>; readonly flow: Flow; readonly trigger: TriggerDefinition },
  serverTimeZone: string,
): Promise<TriggerDates | undefined> {
  const masks = new Set<string>();
  try {
    const { dates } = trigger.properties;
    if (dates === undefined) return datesOf(trigger, serverTimeZone);
    const context = await triggerContext(deps, { tenant, flow, variables: {} }, (secret) => addMask(masks, secret));
    const rendered = listedDates(await renderTreeAsync(compileTree(dates), context, 'text'));
    return datesOf({ ...trigger, properties: { ...trigger.properties, dates: rendered } }, serverTimeZone);
  } catch (cause) {
    if (isUnavailable(cause)) throw cause;
    // Without what caused it, which may hold the secret
    throw new RangeError(maskText(cause instanceof Error ? cause.message : String(cause), masks));
  }
}
