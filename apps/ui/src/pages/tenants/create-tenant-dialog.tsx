import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { tenants } from '../../api/tenants.ts';
import { meQuery } from '../../auth/use-me.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient } from '../../query-client.ts';
import { TenantFields } from '../../tenants/tenant-fields.tsx';
import { tenantIdProblem } from '../../tenants/tenant-id-problem.ts';

export function CreateTenantDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  /** What the server said of this id. */
  const [refused, setRefused] = useState<string>();

  const create = async () => {
    const tenant = await tenants.create(id, name === '' ? id : name).catch((error: unknown) => {
      if (isAboutId(error)) setRefused(error.message);
      throw error;
    });
    // The frame of the new tenant's pages asks who may enter, so that has to be known before going there.
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    void queryClient.invalidateQueries({ queryKey: ['tenants'] });
    toast(t.tenants.created(tenant.name));
    await navigate({ to: paths.home(tenant.id) });
  };

  return (
    <DialogForm
      opened={opened}
      title={t.tenants.create}
      action={t.tenants.create}
      ready={id !== '' && tenantIdProblem(id) === undefined}
      shownInForm={isAboutId}
      onSubmit={create}
      onClose={onClose}
    >
      <TenantFields
        id={id}
        name={name}
        onId={(next) => {
          setId(next);
          setRefused(undefined);
        }}
        onName={setName}
        idError={refused}
      />
    </DialogForm>
  );
}

function isAboutId(error: unknown): error is Error {
  return isApiError(error) && (error.status === 409 || error.message.startsWith('Invalid entity: id:'));
}
