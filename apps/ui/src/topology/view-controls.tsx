import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel, useReactFlow, type FitViewOptions } from '@xyflow/react';
import { IconArrowDown, IconArrowRight, IconMaximize, IconMinus, IconPlus, type TablerIcon } from '@tabler/icons-react';
import { topologyText as words } from '../messages/en-topology.ts';
import type { Direction } from './layout.ts';
import classes from './topology.module.css';

interface ViewControlsProps {
  readonly direction: Direction;
  readonly onDirection: (direction: Direction) => void;
  readonly fit: FitViewOptions;
}

export function ViewControls({ direction, onDirection, fit }: ViewControlsProps) {
  const view = useReactFlow();
  const other = direction === 'DOWN' ? 'RIGHT' : 'DOWN';
  return (
    <Panel position="bottom-left" className={classes.controls}>
      <Control label={words.zoomIn} icon={IconPlus} onClick={() => void view.zoomIn()} />
      <Control label={words.zoomOut} icon={IconMinus} onClick={() => void view.zoomOut()} />
      <Control label={words.fit} icon={IconMaximize} onClick={() => void view.fitView(fit)} />
      <Control
        label={other === 'DOWN' ? words.down : words.right}
        icon={other === 'DOWN' ? IconArrowDown : IconArrowRight}
        onClick={() => onDirection(other)}
      />
    </Panel>
  );
}

interface ControlProps {
  readonly label: string;
  readonly icon: TablerIcon;
  readonly onClick: () => void;
}

function Control({ label, icon: Icon, onClick }: ControlProps) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="default" size={28} aria-label={label} onClick={onClick}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
