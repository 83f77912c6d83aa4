import type { Crumb } from '../../components/page-bar.tsx';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';

/** The way to a page of reusable inputs: it begins with the namespaces, and ends with the tab of the one that has them. */
export function crumbsOf(tenant: string | undefined, namespace: string): readonly Crumb[] {
  return [
    { label: t.namespaces.title, to: paths.namespaces(tenant) },
    { label: namespace, to: paths.namespace(tenant, namespace) },
    { label: namespaceText.tabs['reusable-inputs'], to: paths.namespace(tenant, namespace, 'reusable-inputs') },
  ];
}
