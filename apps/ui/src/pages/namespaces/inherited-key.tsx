import { Link } from '@tanstack/react-router';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { paths, type NamespaceTab } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface InheritedKeyProps {
  readonly entry: { readonly namespace: string; readonly key: string };
  /** Where it is shown in the namespace that has it. */
  readonly tab: NamespaceTab;
}

/** The key of a value or secret that a namespace sees from one above it, with the way to it. */
export function InheritedKey({ entry: { namespace, key }, tab }: InheritedKeyProps) {
  const tenant = useTenant();
  return (
    <>
      <span>{key}</span>{' '}
      <Link className="dim" to={paths.namespace(tenant, namespace, tab)}>
        {namespaceText.inherited(namespace)}
      </Link>
    </>
  );
}
