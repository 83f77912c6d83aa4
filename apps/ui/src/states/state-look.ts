import type { StateName } from '@windhover/model';
import {
  IconAlertTriangleFilled,
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconClock,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconRefresh,
  IconSquareFilled,
  type TablerIcon,
} from '@tabler/icons-react';

export type Tone = 'grey' | 'blue' | 'amber' | 'orange' | 'green' | 'yellow' | 'red' | 'purple' | 'faint';

export interface StateLook {
  readonly tone: Tone;
  readonly icon: TablerIcon;
  readonly label: string;
}

const looks: Readonly<Record<StateName, StateLook>> = {
  CREATED: { tone: 'grey', icon: IconCircleDashed, label: 'Created' },
  SUBMITTED: { tone: 'grey', icon: IconCircleDashed, label: 'Submitted' },
  RESTARTED: { tone: 'grey', icon: IconRefresh, label: 'Restarted' },
  QUEUED: { tone: 'grey', icon: IconClock, label: 'Queued' },
  RUNNING: { tone: 'blue', icon: IconPlayerPlayFilled, label: 'Running' },
  PAUSED: { tone: 'amber', icon: IconPlayerPauseFilled, label: 'Paused' },
  BREAKPOINT: { tone: 'amber', icon: IconPlayerPauseFilled, label: 'Breakpoint' },
  RETRYING: { tone: 'orange', icon: IconRefresh, label: 'Retrying' },
  KILLING: { tone: 'purple', icon: IconSquareFilled, label: 'Killing' },
  SUCCESS: { tone: 'green', icon: IconCircleCheckFilled, label: 'Success' },
  WARNING: { tone: 'yellow', icon: IconAlertTriangleFilled, label: 'Warning' },
  FAILED: { tone: 'red', icon: IconCircleXFilled, label: 'Failed' },
  KILLED: { tone: 'purple', icon: IconSquareFilled, label: 'Killed' },
  CANCELLED: { tone: 'purple', icon: IconBan, label: 'Cancelled' },
  SKIPPED: { tone: 'faint', icon: IconPlayerSkipForward, label: 'Skipped' },
  RETRIED: { tone: 'faint', icon: IconRefresh, label: 'Retried' },
  RESUBMITTED: { tone: 'faint', icon: IconRefresh, label: 'Resubmitted' },
};

/** Colour, shape and word of a state, the same on badge, Gantt and chart. States unknown to this version look like CREATED. */
export function stateLook(state: StateName): StateLook {
  return looks[state] ?? { ...looks.CREATED, label: state };
}

export const solid = (tone: Tone): string => `var(--${tone}-solid)`;
