import { Button, Group, Modal, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { tenants } from '../../api/tenants.ts';
import { meQuery } from '../../auth/use-me.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';
import { TenantFields } from '../../tenants/tenant-fields.tsx';
import { tenantIdProblem } from '../../tenants/tenant-id-problem.ts';

export function CreateTenantDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={t.tenants.create} closeButtonProps={{ 'aria-label': t.close }}>
      {opened && <CreateTenantForm onClose={onClose} />}
    </Modal>
  );
}

function CreateTenantForm({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const ready = id !== '' && tenantIdProblem(id) === undefined;
  const aboutId =
    isApiError(error) && (error.status === 409 || error.message.startsWith('Invalid entity: id:'))
      ? error.message
      : undefined;

  const create = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const tenant = await tenants.create(id, name === '' ? id : name);
      // The frame of the new tenant's pages asks who may enter, so that has to be known before going there.
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      void queryClient.invalidateQueries({ queryKey: ['tenants'] });
      toast(t.tenants.created(tenant.name));
      await navigate({ to: paths.home(tenant.id) });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) void create();
      }}
    >
      <Stack gap="md">
        <TenantFields
          id={id}
          name={name}
          onId={(next) => {
            setId(next);
            setError(undefined);
          }}
          onName={setName}
          idError={aboutId}
        />
        {error !== undefined && aboutId === undefined && <InlineError error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" disabled={!ready} loading={busy}>
            {t.tenants.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
