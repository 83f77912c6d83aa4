import { Button, FileButton, Group, Input } from '@mantine/core';
import type { WireTenant } from '../../api/wire.ts';
import { t } from '../../messages/en.ts';
import { TenantAvatar } from '../../tenants/tenant-avatar.tsx';

/** What is to become of the picture. */
export type LogoChange = { readonly file: File; readonly address: string } | 'remove' | undefined;

interface LogoFieldProps {
  readonly tenant: WireTenant;
  readonly change: LogoChange;
  readonly onChange: (change: LogoChange) => void;
}

/** A picture to choose, shown as it will look in the switcher. */
export function LogoField({ tenant, change, onChange }: LogoFieldProps) {
  const { logo: stored, ...plain } = tenant;
  const shown = change === 'remove' ? undefined : (change?.address ?? stored);
  const choose = async (file: File | null) => {
    if (file !== null) onChange({ file, address: await addressOf(file) });
  };
  return (
    <Input.Wrapper labelElement="div" label={t.tenants.logo} description={t.tenants.logoText}>
      <Group gap="sm" mt={6}>
        <TenantAvatar tenant={shown === undefined ? plain : { ...plain, logo: shown }} size={36} />
        <FileButton accept="image/png,image/jpeg,image/gif,image/webp" onChange={(file) => void choose(file)}>
          {(props) => (
            <Button {...props} variant="default" size="xs">
              {t.tenants.chooseLogo}
            </Button>
          )}
        </FileButton>
        {shown !== undefined && (
          <Button
            variant="subtle"
            size="xs"
            color="gray"
            onClick={() => onChange(stored === undefined ? undefined : 'remove')}
          >
            {t.tenants.removeLogo}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  );
}

/** The file as a data address, as it will come back from the server. */
function addressOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(reader.error ?? new Error(file.name)));
    reader.readAsDataURL(file);
  });
}
