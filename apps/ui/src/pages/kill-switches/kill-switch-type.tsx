import { IconArrowRight, IconBan, IconHourglass, IconSkull, type TablerIcon } from '@tabler/icons-react';
import type { KillSwitchType } from '../../api/kill-switches.ts';
import { killSwitchText as words } from '../../messages/en-kill-switches.ts';
import classes from './kill-switch-type.module.css';

const icons: Readonly<Record<KillSwitchType, TablerIcon>> = {
  KILL: IconSkull,
  CANCEL: IconBan,
  IGNORE: IconHourglass,
  PASS: IconArrowRight,
};

/** What a switch does, as a word with a picture. */
export function KillSwitchTypeMark({ type }: { readonly type: KillSwitchType }) {
  const Icon = icons[type];
  return (
    <span className={classes.type} data-type={type} title={words.typeTexts[type]}>
      <Icon size={14} aria-hidden />
      {words.types[type]}
    </span>
  );
}
