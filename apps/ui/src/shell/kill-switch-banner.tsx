import { useQuery } from '@tanstack/react-query';
import { IconCircuitSwitchOpen } from '@tabler/icons-react';
import { configsQuery } from '../auth/use-me.ts';
import { formatInstantWithZone } from '../format/instant.ts';
import { killSwitchText as words } from '../messages/en-kill-switches.ts';
import { killSwitchScope } from '../pages/kill-switches/kill-switch-period.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import classes from './shell.module.css';

const lookAgainMs = 60_000;
const shownSwitches = 3;

/** Tells the people of a tenant which kill switches hold there now. */
export function KillSwitchBanner() {
  const tenant = useTenant() ?? 'main';
  const all = useQuery({ ...configsQuery, refetchInterval: lookAgainMs }).data?.killSwitches ?? [];
  const shown = all.flatMap((killSwitch) => {
    const { evaluationType, tenantId, executionIds } = killSwitch;
    const isHere = tenantId === undefined || tenantId === tenant;
    return evaluationType === 'PASS' || executionIds !== undefined || !isHere ? [] : { ...killSwitch, evaluationType };
  });
  return shown.slice(0, shownSwitches).map((killSwitch) => {
    const { id, name, evaluationType, description, endDate } = killSwitch;
    const until = endDate === undefined ? '' : words.until(formatInstantWithZone(Date.parse(endDate)));
    return (
      <output key={id} className={classes.banner} title={description}>
        <IconCircuitSwitchOpen size={16} aria-hidden />
        {words.banner(name, killSwitchScope(killSwitch), words.happens[evaluationType], until)}
      </output>
    );
  });
}
