import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { flows } from '../api/flows.ts';
import { t } from '../messages/en.ts';
import { tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';

interface NamespaceFilterProps {
  readonly value: string;
  readonly onChange: (namespace: string) => void;
}

/** One namespace with its children, of those that have flows. */
export function NamespaceFilter({ value, onChange }: NamespaceFilterProps) {
  const tenant = useTenant();
  const { data = [] } = useQuery({
    queryKey: tenantKey(tenant, 'namespaces'),
    queryFn: () => flows.namespaces(tenant),
    staleTime: 30_000,
  });
  const known = new Set([...data.flatMap(withParents), ...(value === '' ? [] : [value])]);
  return (
    <Select
      size="xs"
      w={160}
      aria-label={t.namespace}
      placeholder={t.allNamespaces}
      data={[...known].sort()}
      value={value === '' ? null : value}
      onChange={(namespace) => onChange(namespace ?? '')}
      searchable
      clearable
    />
  );
}

function withParents(namespace: string): readonly string[] {
  const parts = namespace.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
