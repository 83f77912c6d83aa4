import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { t } from '../messages/en.ts';

interface ActionMenuProps {
  /** The row that it belongs to; without one it stands in the bar of the page. */
  readonly of?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** The actions that stand behind three dots. */
export function ActionMenu({ of, className, children }: ActionMenuProps) {
  const look = of === undefined ? ({ size: 30, variant: 'default' } as const) : ({ size: 24 } as const);
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          {...look}
          {...(className === undefined ? {} : { className })}
          aria-label={of === undefined ? t.moreActions : `${t.moreActions}: ${of}`}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

interface ActionItemProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Why it cannot be used now. */
  readonly reason?: string | undefined;
  readonly destructive?: boolean;
  readonly onClick: () => void;
}

export function ActionItem({ label, icon, reason, destructive = false, onClick }: ActionItemProps) {
  return (
    <Menu.Item
      leftSection={icon}
      disabled={reason !== undefined}
      title={reason}
      onClick={onClick}
      {...(destructive ? { color: 'red' } : {})}
    >
      {label}
    </Menu.Item>
  );
}
