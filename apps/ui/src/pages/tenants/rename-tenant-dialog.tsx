import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';

interface RenameTenantDialogProps {
  readonly tenant: WireTenant | undefined;
  readonly onClose: () => void;
}

export function RenameTenantDialog({ tenant, onClose }: RenameTenantDialogProps) {
  return (
    <Modal
      opened={tenant !== undefined}
      onClose={onClose}
      title={tenant === undefined ? '' : t.tenants.renameTitle(tenant.id)}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      {tenant !== undefined && <RenameForm tenant={tenant} onClose={onClose} />}
    </Modal>
  );
}

function RenameForm({ tenant, onClose }: { readonly tenant: WireTenant; readonly onClose: () => void }) {
  const [name, setName] = useState(tenant.name);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const rename = async () => {
    setBusy(true);
    setError(undefined);
    try {
      // Saving replaces the whole tenant, so it is read anew with all its settings.
      const current = await tenants.get(tenant.id);
      await tenants.update({ ...current, name });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['tenants'] }),
        queryClient.invalidateQueries({ queryKey: ['me'] }),
      ]);
      toast(t.tenants.renamed(name));
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={t.tenants.name}
          description={t.tenants.nameText}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {error !== undefined && <InlineError error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={name === tenant.name}>
            {t.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
