import { Checkbox } from '@mantine/core';
import type { PermissionMap } from '@windhover/model';
import { useQuery } from '@tanstack/react-query';
import { roles } from '../../api/access.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './roles-page.module.css';

interface PermissionMatrixProps {
  readonly chosen: PermissionMap;
  readonly readOnly: boolean;
  readonly onChange: (chosen: PermissionMap) => void;
}

/** Every resource with its actions, each to be ticked alone or all at once. */
export function PermissionMatrix({ chosen, readOnly, onChange }: PermissionMatrixProps) {
  const tenant = useTenant();
  const { data: possible = {}, error } = useQuery({
    queryKey: tenantKey(tenant, 'permissions'),
    queryFn: () => roles.possible(tenant),
    staleTime: Infinity,
  });
  const set = (resource: string, actions: readonly string[]) => {
    const { [resource]: _, ...rest } = chosen;
    onChange(actions.length === 0 ? rest : { ...rest, [resource]: actions });
  };
  if (error !== null) return <InlineError error={error} />;
  return (
    <ScrollRegion label={t.roles.permissions} className={classes.matrix}>
      {Object.entries(possible)
        .filter(([resource]) => !readOnly || chosen[resource] !== undefined)
        .map(([resource, actions]) => {
          const held = chosen[resource] ?? [];
          return (
            <div key={resource} className={classes.resource}>
              <Checkbox
                size="xs"
                label={resource}
                aria-label={t.roles.allOf(resource)}
                disabled={readOnly}
                checked={actions.every((action) => held.includes(action))}
                indeterminate={held.length > 0 && !actions.every((action) => held.includes(action))}
                onChange={(event) => set(resource, event.currentTarget.checked ? actions : [])}
              />
              <div className={classes.actions}>
                {actions.map((action) => (
                  <Checkbox
                    key={action}
                    size="xs"
                    label={action.toLowerCase().replaceAll('_', ' ')}
                    disabled={readOnly}
                    checked={held.includes(action)}
                    onChange={(event) =>
                      set(
                        resource,
                        event.currentTarget.checked ? [...held, action] : held.filter((other) => other !== action),
                      )
                    }
                  />
                ))}
              </div>
            </div>
          );
        })}
    </ScrollRegion>
  );
}
