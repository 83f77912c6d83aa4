import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { secrets, type WireSecret, type WireSecretVersion } from '../../api/secrets.ts';
import { formatAgo } from '../../format/instant.ts';
import { useNow } from '../../live/use-now.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = namespaceText.secrets;

interface SecretVersionsProps {
  readonly secret: WireSecret;
  /** Undefined: the one in use. */
  readonly chosen: number | undefined;
  readonly onChoose: (version: number | undefined) => void;
}

/** The values that a secret has had, by number, time and who set them; nothing where there is one alone. */
export function SecretVersions({ secret, chosen, onChoose }: SecretVersionsProps) {
  const { namespace, key, version: present } = secret;
  const tenant = useTenant();
  const now = useNow();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'secret-versions', namespace, key, present),
    queryFn: () => secrets.versions(tenant, namespace, key),
  });
  if (list.data === undefined || list.data.length < 2) return null;
  const labelOf = ({ version, updated, author }: WireSecretVersion): string => {
    const when = version === present ? words.present : formatAgo(Date.parse(updated), now);
    return [words.version(version), when, ...(author === undefined ? [] : [author])].join(' · ');
  };
  return (
    <NativeSelect
      label={words.versions}
      description={words.versionsText}
      value={String(chosen ?? present)}
      onChange={({ currentTarget: { value } }) => onChoose(value === String(present) ? undefined : Number(value))}
      data={list.data.toReversed().map((each) => ({ value: String(each.version), label: labelOf(each) }))}
    />
  );
}
