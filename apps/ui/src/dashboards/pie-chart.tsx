import type { ChartRows, WireChart } from '../api/dashboards.ts';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { coloursOf } from './chart-colours.ts';
import { ChartLegend } from './chart-legend.tsx';
import { titleOf } from './chart-parts.ts';
import { toSlices, type Slice } from './chart-series.ts';
import { formatPercentage, formatValue } from './chart-value.ts';
import classes from './charts.module.css';

interface PieChartProps {
  readonly chart: WireChart;
  readonly rows: ChartRows;
  readonly search: Readonly<Record<string, string>> | undefined;
}

const outer = 50;
const full = 2 * Math.PI;

/** Parts of a whole, and beside them what each is. */
export function PieChart({ chart, rows, search }: PieChartProps) {
  const { slices, total, value, columns } = toSlices(chart, rows.results);
  const colours = coloursOf(
    slices.map(({ name }) => name),
    columns,
  );
  const isDonut = chart.chartOptions?.graphStyle !== 'PIE';
  const width = isDonut ? 16 : outer;
  const radius = outer - width / 2;
  return (
    <figure className={classes.pie} aria-label={words.slices(titleOf(chart), slices.length)}>
      <svg viewBox="0 0 100 100" aria-hidden>
        {withBegin(slices).map(({ name, value: part, begin }) => (
          <circle
            key={name}
            cx={50}
            cy={50}
            r={radius}
            fill="none"
            stroke={colours.get(name)}
            strokeWidth={width}
            strokeDasharray={`${(part / total) * full * radius} ${full * radius}`}
            strokeDashoffset={-(begin / total) * full * radius}
            transform="rotate(-90 50 50)"
          />
        ))}
        {isDonut && value !== undefined && (
          <text x={50} y={50} className={classes.whole}>
            {formatValue(total, value)}
          </text>
        )}
      </svg>
      {chart.chartOptions?.legend?.enabled !== false && (
        <figcaption>
          <ChartLegend
            items={slices.map(({ name, value: part }) => ({
              name,
              colour: colours.get(name)!,
              detail: `${value === undefined ? part : formatValue(part, value)} · ${formatPercentage((part / total) * 100)}`,
            }))}
            search={search}
          />
        </figcaption>
      )}
    </figure>
  );
}

function withBegin(slices: readonly Slice[]): readonly (Slice & { readonly begin: number })[] {
  let begin = 0;
  return slices.map((slice) => {
    const placed = { ...slice, begin };
    begin += slice.value;
    return placed;
  });
}
