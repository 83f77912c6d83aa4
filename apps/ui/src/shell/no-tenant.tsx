import { Button } from '@mantine/core';
import { IconBuildingCommunity } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '../auth/use-me.ts';
import { Copyable } from '../components/copyable.tsx';
import { PageBar } from '../components/page-bar.tsx';
import { PageNotice } from '../components/page-state.tsx';
import { t } from '../messages/en.ts';
import { paths } from '../paths.ts';
import { OwnInvitations } from '../tenants/own-invitations.tsx';
import { mayCreateTenants } from '../tenants/tenant-rights.ts';

/** For those who may sign in but enter nothing yet: whom to ask, and what to tell them. */
export function NoTenant() {
  const me = useMe();
  const create = mayCreateTenants(me) && (
    <Button component={Link} to={paths.tenants()}>
      {t.tenants.manage}
    </Button>
  );
  return (
    <>
      <PageBar title={t.noTenant.title} />
      <PageNotice icon={<IconBuildingCommunity />} title={t.noTenant.heading} action={create}>
        <OwnInvitations />
        <p>{t.noTenant.text}</p>
        <Copyable text={me.profile.email ?? me.profile.username} label={t.noTenant.email} />
      </PageNotice>
    </>
  );
}
