import type { ChartRows, WireChart } from '../api/dashboards.ts';
import { BarsOverTime, type TimeBar } from '../components/bars-over-time.tsx';
import { formatMinute } from '../format/instant.ts';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { paths } from '../paths.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import { coloursOf, isState, neutralColour } from './chart-colours.ts';
import { ChartLegend, type LegendItem } from './chart-legend.tsx';
import { colourColumns, titleOf, type ChartColumn } from './chart-parts.ts';
import { toTimeSeries, type TimeSlot } from './chart-series.ts';
import { formatValue } from './chart-value.ts';
import classes from './charts.module.css';

interface TimeSeriesChartProps {
  readonly chart: WireChart;
  readonly rows: ChartRows;
  readonly search: Readonly<Record<string, string>> | undefined;
}

/** Beyond these a line says more. */
const dotsUpTo = 60;

/** A bar for each span of time, stacked by what colours stand for, and a line for each further value. */
export function TimeSeriesChart({ chart, rows, search }: TimeSeriesChartProps) {
  const tenant = useTenant();
  const { slots, groups, bars, lines } = toTimeSeries(chart, rows);
  const colours = coloursOf(groups, colourColumns(chart));
  const highest = Math.max(0, ...slots.map(({ total }) => total));
  const first = slots[0];
  const last = slots.at(-1);
  const drawnLines = lines.map((column, index) => ({
    column,
    highest: Math.max(0, ...slots.flatMap((slot) => [...(slot.lines[index]?.values() ?? [])])),
    groups: groups.filter((group) => slots.some((slot) => slot.lines[index]?.has(group))),
  }));
  const { legend, tooltip } = chart.chartOptions ?? {};
  const drawn = slots.map((slot): TimeBar => ({
    key: slot.from,
    said: said(slot, bars, lines),
    parts: groups
      .filter((group) => (slot.parts.get(group) ?? 0) > 0)
      .map((group) => ({
        key: group,
        percent: ((slot.parts.get(group) ?? 0) / highest) * 100,
        colour: colours.get(group),
        link:
          search && isState(group) ? { to: paths.executions(tenant), search: inSlot(search, group, slot) } : undefined,
      })),
  }));
  const meaning = [
    ...(bars === undefined ? [] : [words.upTo(bars.title, formatValue(highest, bars))]),
    ...drawnLines.map(({ column, highest: top }) => words.line(column.title, formatValue(top, column))),
  ];
  return (
    <BarsOverTime
      label={words.timeSeries(titleOf(chart), slots.length)}
      bars={drawn}
      height={180}
      axis={[first && formatMinute(first.from), meaning.join(' · '), last && formatMinute(last.to)]}
      isSaid={tooltip !== 'NONE'}
      over={
        <svg className={classes.lines} viewBox={`0 0 ${Math.max(1, slots.length)} 1`} preserveAspectRatio="none">
          {drawnLines.flatMap(({ column, highest: top, groups: shown }, index) =>
            shown.map((group) => {
              const points = pointsOf(slots, index, group, top);
              const colour = colours.get(group) ?? neutralColour(index);
              return (
                <g key={`${column.name} ${group}`} stroke={colour}>
                  {column.graphStyle === 'LINES' && <path d={`M${points.join('L')}`} />}
                  {points.length <= dotsUpTo && (
                    <path className={classes.dots} d={points.map((at) => `M${at}h0`).join('')} />
                  )}
                </g>
              );
            }),
          )}
        </svg>
      }
      legend={
        legend?.enabled !== false && <ChartLegend items={legendOf(slots, groups, colours, bars)} search={search} />
      }
    />
  );
}

/** What leads to the executions of a slot, instead of those of the whole period. */
function inSlot(
  { timeRange: _, ...search }: Readonly<Record<string, string>>,
  state: string,
  { from, to }: TimeSlot,
): Readonly<Record<string, string>> {
  return { ...search, state, from: new Date(from).toISOString(), to: new Date(to - 1).toISOString() };
}

/** In the middle of their slots; where nothing was measured the line goes on to the next point. */
function pointsOf(slots: readonly TimeSlot[], line: number, group: string, highest: number): readonly string[] {
  return slots.flatMap((slot, index) => {
    const value = slot.lines[line]?.get(group);
    return value === undefined ? [] : [`${index + 0.5},${highest === 0 ? 1 : 1 - (value / highest) * 0.96}`];
  });
}

function legendOf(
  slots: readonly TimeSlot[],
  groups: readonly string[],
  colours: ReadonlyMap<string, string>,
  bars: ChartColumn | undefined,
): readonly LegendItem[] {
  return groups
    .filter((group) => group !== '')
    .map((name) => {
      const sum = slots.reduce((total, { parts }) => total + (parts.get(name) ?? 0), 0);
      const adds = bars?.agg === 'COUNT' || bars?.agg === 'SUM';
      return { name, colour: colours.get(name)!, ...(adds && { detail: formatValue(sum, bars) }) };
    });
}

function said(slot: TimeSlot, bars: ChartColumn | undefined, lines: readonly ChartColumn[]): string {
  const values = (parts: ReadonlyMap<string, number>, column: ChartColumn): readonly string[] =>
    [...parts].map(([group, value]) => `${group === '' ? column.title : group}: ${formatValue(value, column)}`);
  return [
    `${formatMinute(slot.from)} – ${formatMinute(slot.to)}`,
    ...(bars === undefined ? [] : values(slot.parts, bars)),
    ...lines.flatMap((column, index) =>
      values(slot.lines[index] ?? new Map(), column).map((text) => `${column.title}, ${text}`),
    ),
  ].join('\n');
}
