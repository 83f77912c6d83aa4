import { useQuery } from '@tanstack/react-query';
import { namespaces } from '../../api/namespaces.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './namespace-details.module.css';

const words = namespaceText.details;

/** The variables that flows of a namespace see: its own and those of the namespaces above. */
export function EffectiveVariables({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const effective = useQuery({
    queryKey: tenantKey(tenant, 'namespace', namespace, 'inherited-variables'),
    queryFn: () => namespaces.inheritedVariables(tenant, namespace),
  });
  return (
    <section className={classes.effective} aria-labelledby="effective">
      <h2 id="effective">{words.effective}</h2>
      <p className="dim">{words.effectiveText}</p>
      {effective.error !== null && <InlineError error={effective.error} />}
      {effective.data !== undefined &&
        (Object.keys(effective.data).length === 0 ? <p>{words.noVariables}</p> : <JsonTree value={effective.data} />)}
    </section>
  );
}
