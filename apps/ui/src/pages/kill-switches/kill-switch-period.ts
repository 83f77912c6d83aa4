import type { WireKillSwitch } from '../../api/kill-switches.ts';
import { formatInstant } from '../../format/instant.ts';
import { killSwitchText as words } from '../../messages/en-kill-switches.ts';

/** When it holds, seen from now. */
export function killSwitchPeriod({ startDate, endDate, enabled }: WireKillSwitch, now: number): string {
  const start = Date.parse(startDate);
  const end = endDate === undefined ? undefined : Date.parse(endDate);
  if (!enabled) return words.off;
  if (end !== undefined && end <= now) return words.over(formatInstant(end));
  const begins = start > now ? words.from(formatInstant(start)) : words.since(formatInstant(start));
  return end === undefined ? begins : `${begins} ${words.until(formatInstant(end))}`;
}

/** What it matches, the broadest last. */
export function killSwitchScope({ tenantId, namespace, flowId, executionIds }: WireKillSwitch): string {
  const parts = [
    ...(executionIds === undefined ? [] : [words.single(executionIds.length)]),
    ...(namespace === undefined
      ? []
      : [flowId === undefined ? words.inNamespace(namespace) : words.ofFlow(namespace, flowId)]),
    ...(tenantId === undefined ? [] : [words.inTenant(tenantId)]),
  ];
  return parts.length === 0 ? words.everything : parts.join(', ');
}
