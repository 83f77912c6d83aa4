import { Tooltip } from '@mantine/core';
import type { WireAggregates } from '../../api/metrics.ts';
import { ZoneNote } from '../../components/time.tsx';
import { formatMinute } from '../../format/instant.ts';
import { formatMetric } from '../../format/metric-value.ts';
import { flowTabsText } from '../../messages/en-flow-tabs.ts';
import classes from './metric-chart.module.css';

const words = flowTabsText.metrics;

interface MetricChartProps {
  readonly metric: string;
  readonly measured: WireAggregates;
}

/** A bar for each span of time in which something was measured. */
export function MetricChart({ metric, measured: { groupBy, aggregations: points } }: MetricChartProps) {
  const values = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const highest = Math.max(0, ...values);
  const heightOf = (value: number): number => (highest === 0 ? 0 : Math.max(1, (value / highest) * 100));
  return (
    <figure className={classes.chart} aria-label={words.chart(metric, values.length)}>
      {values.length === 0 ? (
        <p className="dim">{words.nothing}</p>
      ) : (
        <div className={classes.plot} aria-hidden>
          {points.map(({ date, value }) => (
            <Tooltip
              key={date}
              label={`${minuteOf(date)}: ${value === undefined ? '–' : formatMetric(value, undefined)}`}
              openDelay={0}
            >
              <div className={classes.slot}>
                {value !== undefined && <span style={{ height: `${heightOf(value)}%` }} />}
              </div>
            </Tooltip>
          ))}
        </div>
      )}
      <figcaption className={classes.axis}>
        <span>{minuteOf(points[0]?.date)}</span>
        <span>
          {words.bar(words.spans[groupBy], formatMetric(highest, undefined))} · <ZoneNote />
        </span>
        <span>{minuteOf(points.at(-1)?.date)}</span>
      </figcaption>
    </figure>
  );
}

function minuteOf(date: string | undefined): string {
  return date === undefined ? '' : formatMinute(Date.parse(date));
}
