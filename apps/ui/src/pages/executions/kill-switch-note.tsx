import { IconCircuitSwitchOpen } from '@tabler/icons-react';
import { killSwitchLabel, labelValue } from '@windhover/model';
import type { WireExecution } from '../../api/wire.ts';
import { killSwitchText } from '../../messages/en-kill-switches.ts';
import classes from './waiting-panel.module.css';

/** Says of an execution that a kill switch has ended by which; nothing of others. */
export function KillSwitchNote({ execution }: { readonly execution: WireExecution }) {
  const { current } = execution.state;
  const name = labelValue(execution.labels ?? [], killSwitchLabel);
  if (name === undefined || (current !== 'KILLED' && current !== 'CANCELLED')) return null;
  return (
    <div className={classes.panel}>
      <p className={classes.reason} style={{ margin: 0 }}>
        <IconCircuitSwitchOpen size={16} aria-hidden />
        <span className={classes.text}>{killSwitchText.ended[current](name)}</span>
      </p>
    </div>
  );
}
