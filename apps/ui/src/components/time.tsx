import { Tooltip } from '@mantine/core';
import { formatDuration } from '../format/duration.ts';
import { formatAgo, formatInstantWithZone, zoneName } from '../format/instant.ts';
import { useNow } from '../live/use-now.ts';
import { t } from '../messages/en.ts';
import { useSettings } from '../settings/settings.ts';

/** How long ago; the exact instant on hover. */
export function Ago({ date }: { readonly date: string }) {
  const now = useNow();
  const at = Date.parse(date);
  return (
    <Tooltip label={formatInstantWithZone(at)}>
      <time dateTime={date} className="numbers">
        {formatAgo(at, now)}
      </time>
    </Tooltip>
  );
}

/** From `from` to `to`, counting on while there is no end. */
export function Duration({ from, to }: { readonly from: string; readonly to?: string | undefined }) {
  const now = useNow(to === undefined);
  const end = to === undefined ? Math.max(now, Date.parse(from)) : Date.parse(to);
  return <span className="numbers">{formatDuration(end - Date.parse(from))}</span>;
}

/** In which zone the instants are that stand below without it. */
export function ZoneNote() {
  return <span className="dim">{t.timesIn(zoneName(useSettings()))}</span>;
}
