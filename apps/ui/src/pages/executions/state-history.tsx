import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { WireState } from '../../api/wire.ts';
import { Duration } from '../../components/time.tsx';
import { formatInstantWithZone } from '../../format/instant.ts';
import { endDateOf } from '../../states/end-date-of.ts';
import { t } from '../../messages/en.ts';
import { StateBadge } from '../../states/state-badge.tsx';
import classes from './state-history.module.css';

/** The current state; a click shows every state it has been in, since when and for how long. */
export function StateHistory({ state }: { readonly state: WireState }) {
  const [opened, setOpened] = useState(false);
  const { histories } = state;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.button}
          aria-label={`${t.executions.history}: ${state.current}`}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <StateBadge state={state.current} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t.executions.history}>
        <table className={classes.table}>
          <tbody>
            {histories.map((entry, index) => (
              <tr key={`${entry.state} ${entry.date} ${index}`}>
                <td>
                  <StateBadge state={entry.state} />
                </td>
                <td className="numbers dim">{formatInstantWithZone(Date.parse(entry.date))}</td>
                <td className="numbers">
                  {(index < histories.length - 1 || endDateOf(state) === undefined) && (
                    <Duration from={entry.date} to={histories[index + 1]?.date} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  );
}
