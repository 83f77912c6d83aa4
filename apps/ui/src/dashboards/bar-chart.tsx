import type { ChartRows, WireChart } from '../api/dashboards.ts';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { coloursOf, neutralColour } from './chart-colours.ts';
import { ChartLegend } from './chart-legend.tsx';
import { colourColumns, titleOf } from './chart-parts.ts';
import { toBars } from './chart-series.ts';
import { formatValue } from './chart-value.ts';
import classes from './charts.module.css';

interface BarChartProps {
  readonly chart: WireChart;
  readonly rows: ChartRows;
  readonly search: Readonly<Record<string, string>> | undefined;
}

/** As many as can be told apart; the rest is in the CSV. */
const maxBars = 50;

/** A bar beside each name, with its number: names are long, so bars lie. */
export function BarChart({ chart, rows, search }: BarChartProps) {
  const { bars, groups, value } = toBars(chart, rows.results);
  const columns = colourColumns(chart);
  const colours = coloursOf(groups, columns);
  const highest = Math.max(0, ...bars.map(({ total }) => total));
  const shown = bars.slice(0, maxBars);
  return (
    <figure className={classes.figure} aria-label={words.bars(titleOf(chart), bars.length)}>
      <ul className={classes.bars}>
        {shown.map(({ name, total, parts }) => (
          <li key={name}>
            <span className={classes.name} title={name}>
              {name}
            </span>
            <span className={classes.bar} aria-hidden>
              {[...parts]
                .toSorted(([one], [other]) => groups.indexOf(one) - groups.indexOf(other))
                .map(([group, part]) => (
                  <span
                    key={group}
                    style={{
                      width: `${highest === 0 ? 0 : (part / highest) * 100}%`,
                      background: colours.get(group) ?? neutralColour(0),
                    }}
                  />
                ))}
            </span>
            <span className="numbers">{value === undefined ? '' : formatValue(total, value)}</span>
          </li>
        ))}
      </ul>
      {bars.length > shown.length && <p className="dim">{words.moreBars(bars.length - shown.length)}</p>}
      {groups.length > 0 && chart.chartOptions?.legend?.enabled !== false && (
        <figcaption>
          <ChartLegend
            items={groups.map((name) => ({
              name,
              colour: colours.get(name)!,
              ...(value !== undefined && {
                detail: formatValue(
                  bars.reduce((sum, { parts }) => sum + (parts.get(name) ?? 0), 0),
                  value,
                ),
              }),
            }))}
            search={search}
          />
        </figcaption>
      )}
    </figure>
  );
}
