import { Button, Divider, Stack } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { contextPath } from '../api/mount.ts';
import { session } from '../api/session.ts';
import { t } from '../messages/en.ts';

const methodsQuery = queryOptions({ queryKey: ['auth-methods'], queryFn: session.methods, staleTime: 300_000 });

/** The other ways in, beside the form: each leads to a provider and from there back to `from`. Nothing where there is none. */
export function ProviderButtons({ from }: { readonly from: string }) {
  const { data } = useQuery(methodsQuery);
  if (data === undefined || data.oauths.length === 0) return null;
  const query = new URLSearchParams({ from }).toString();
  return (
    <Stack gap="sm" mt="sm">
      <Divider label={t.signIn.or} />
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
