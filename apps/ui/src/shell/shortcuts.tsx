import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { t } from '../messages/en.ts';
import { useDestinations } from './destinations.ts';
import { isTyping } from './is-typing.ts';
import { shortcutsEvent } from './open-shortcuts.ts';
import classes from './shortcuts.module.css';

const sequenceMs = 1_200;

/** The keys that work on every page, and the dialog that lists them. */
export function Shortcuts() {
  const navigate = useNavigate();
  const { work, administration } = useDestinations();
  const [opened, setOpened] = useState(false);
  const goals = [...work, ...administration];

  useEffect(() => {
    let goPressedAt = 0;
    const press = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return;
      const goal =
        event.timeStamp - goPressedAt < sequenceMs ? goals.find((item) => item.key === event.key) : undefined;
      goPressedAt = event.key === 'g' ? event.timeStamp : 0;
      if (goal !== undefined) void navigate({ to: goal.to });
      else if (event.key === '?') setOpened(true);
      else if (event.key === '/') document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
      else return;
      event.preventDefault();
    };
    const open = () => setOpened(true);
    window.addEventListener('keydown', press);
    window.addEventListener(shortcutsEvent, open);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener(shortcutsEvent, open);
    };
  });

  const rows: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl', 'K'], t.shortcuts.palette],
    [['/'], t.shortcuts.filter],
    [['j'], t.shortcuts.nextRow],
    [['k'], t.shortcuts.previousRow],
    [['Enter'], t.shortcuts.openRow],
    [['p'], t.shortcuts.previousExecution],
    [['n'], t.shortcuts.nextExecution],
    [['Ctrl', 'S'], t.shortcuts.save],
    ...goals.map((item) => [['g', item.key], t.shortcuts.go(item.label)] as const),
    [['?'], t.shortcuts.help],
  ];
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={t.shortcuts.title}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <dl className={classes.list}>
        {rows.map(([keys, what]) => (
          <div key={what} className={classes.row}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className={classes.key}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
