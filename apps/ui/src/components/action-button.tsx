import { Button, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface ActionButtonProps {
  readonly label: string;
  readonly icon?: ReactNode;
  /** Why it cannot be used now. */
  readonly reason: string | undefined;
  /** The one action of the page that stands out. */
  readonly primary?: boolean;
  readonly busy?: boolean;
  /** Without one it submits the form around it. */
  readonly onClick?: () => void;
}

/** A button that says why it cannot be used while it cannot. */
export function ActionButton({ label, icon, reason, primary = false, busy = false, onClick }: ActionButtonProps) {
  return (
    <Tooltip label={reason} disabled={reason === undefined}>
      <Button
        variant={primary ? 'filled' : 'default'}
        leftSection={icon}
        disabled={reason !== undefined}
        loading={busy}
        {...(onClick === undefined ? { type: 'submit' } : { onClick })}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

/** Leads to the dialog that makes another one of what a list shows. */
export function CreateButton(props: Pick<ActionButtonProps, 'label' | 'reason' | 'onClick'>) {
  return <ActionButton primary icon={<IconPlus size={15} />} {...props} />;
}
