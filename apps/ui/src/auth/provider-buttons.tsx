import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { contextPath } from '../api/mount.ts';
import { t } from '../messages/en.ts';
import { authMethodsQuery } from './auth-methods.ts';

/** The other ways in, beside the form: each leads to a provider and from there back to `from`. Nothing where there is none. */
export function ProviderButtons({ from }: { readonly from: string }) {
  const { data } = useQuery(authMethodsQuery);
  if (data === undefined || data.oauths.length === 0) return null;
  const query = new URLSearchParams({ from }).toString();
  return (
    <Stack gap="sm" mt="sm">
      <Text size="sm" c="dimmed" ta="center">
        {t.signIn.or}
      </Text>
      {data.oauths.map((name) => (
        <Button
          key={name}
          component="a"
          href={`${contextPath}/oauth/login/${encodeURIComponent(name)}?${query}`}
          variant="default"
          size="sm"
        >
          {t.signIn.with(name)}
        </Button>
      ))}
    </Stack>
  );
}
