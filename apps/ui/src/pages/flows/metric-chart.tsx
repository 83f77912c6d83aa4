import type { WireAggregates } from '../../api/metrics.ts';
import { BarsOverTime, type TimeBar } from '../../components/bars-over-time.tsx';
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
  const bars = points.map(({ date, value }): TimeBar => ({
    key: date,
    said: `${minuteOf(date)}: ${value === undefined ? '–' : formatMetric(value, undefined)}`,
    parts: value === undefined ? [] : [{ key: 'value', percent: heightOf(value) }],
  }));
  return (
    <div className={classes.chart}>
      {values.length === 0 && <p className="dim">{words.nothing}</p>}
      <BarsOverTime
        label={words.chart(metric, values.length)}
        bars={values.length === 0 ? [] : bars}
        height={values.length === 0 ? 0 : 220}
        axis={[
          minuteOf(points[0]?.date),
          words.bar(words.spans[groupBy], formatMetric(highest, undefined)),
          minuteOf(points.at(-1)?.date),
        ]}
      />
    </div>
  );
}

function minuteOf(date: string | undefined): string {
  return date === undefined ? '' : formatMinute(Date.parse(date));
}
