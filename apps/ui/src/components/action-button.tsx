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

/** A button that says why it cannot be used while it cannot: the keyboard reaches it, too, and hears the reason. */
export function ActionButton({ label, icon, reason, primary = false, busy = false, onClick }: ActionButtonProps) {
  const act = onClick === undefined ? ({ type: 'submit' } as const) : { onClick };
  return (
    <Tooltip label={reason} disabled={reason === undefined} events={{ hover: true, focus: true, touch: true }}>
      <Button
        variant={primary ? 'filled' : 'default'}
        leftSection={icon}
        loading={busy}
        {...(reason === undefined ? act : { 'aria-disabled': true, 'data-disabled': true })}
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
