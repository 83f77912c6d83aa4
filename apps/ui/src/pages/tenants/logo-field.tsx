import { Button, FileButton, Group, Input } from '@mantine/core';
import { messageOf } from '../../api/api-error.ts';
import type { WireTenant } from '../../api/wire.ts';
import { useAttempt } from '../../components/use-attempt.ts';
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
  const { error, run } = useAttempt();
  const choose = (file: File | null) =>
    run(async () => {
      if (file !== null) onChange({ file, address: await addressOf(file) });
    });
  return (
    <Input.Wrapper
      labelElement="div"
      label={t.tenants.logo}
      description={t.tenants.logoText}
      error={error === undefined ? undefined : messageOf(error)}
    >
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

/** The file as a data address, as it will come back from the server; rejects when it cannot be read, such as one that is gone by now. */
async function addressOf(file: File): Promise<string> {
  try {
    return await new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.addEventListener('load', () => resolve(reader.result as string));
      reader.addEventListener('error', () => reject(reader.error ?? new Error(file.name)));
      reader.readAsDataURL(file);
    });
  } catch (cause) {
    throw new Error(t.tenants.notLogo(file.name), { cause });
  }
}
