import { FileButton } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useState } from 'react';
import { namespaceFiles } from '../../api/namespace-files.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = namespaceText.files;

interface UnpackButtonProps {
  readonly namespace: string;
  readonly reason: string | undefined;
  readonly onUnpacked: () => Promise<unknown>;
}

/** Uploads a zip whose files become those of the namespace. */
export function UnpackButton({ namespace, reason, onUnpacked }: UnpackButtonProps) {
  const tenant = useTenant();
  const [busy, setBusy] = useState(false);
  const unpack = async (archive: File | null) => {
    if (archive === null) return;
    setBusy(true);
    try {
      const count = await namespaceFiles.unpack(tenant, namespace, archive);
      await onUnpacked();
      toast(words.unpacked(count));
    } catch (error) {
      toastError(words.unpackFailed(archive.name), error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FileButton
      accept=".zip,application/zip"
      inputProps={{ 'aria-label': words.unpack }}
      onChange={(file) => void unpack(file)}
    >
      {({ onClick }) => (
        <ActionButton
          label={words.unpack}
          icon={<IconFileZip size={15} />}
          reason={reason}
          busy={busy}
          onClick={onClick}
        />
      )}
    </FileButton>
  );
}
