import { Select, TextInput } from '@mantine/core';
import type { Filter } from '../api/query.ts';
import { zoneName } from '../format/instant.ts';
import { fromLocalText, toLocalText } from '../format/local-text.ts';
import type { SearchValues } from '../live/url-search.ts';
import { t } from '../messages/en.ts';

/** What the address says of the time: a duration back from now (`any`: all), else two instants, of which one may be open. */
export const timeKeys = ['timeRange', 'from', 'to'] as const;

const between = 'between';
const dayMs = 86_400_000;
const choices = [
  ...Object.entries(t.executions.times).map(([value, label]) => ({ value: value === '' ? 'any' : value, label })),
  { value: between, label: t.timeBetween },
];

interface TimeFilterProps {
  readonly label: string;
  readonly search: SearchValues;
  /** The range of the list by itself: nothing in the address stands for it. */
  readonly usual?: string;
  readonly onChange: (change: SearchValues) => void;
}

/** The time that a list is restricted to: back from now, or from one minute to another. */
export function TimeFilter({ label, search, usual = 'any', onChange }: TimeFilterProps) {
  const isBetween = (search['from'] ?? search['to'] ?? '') !== '';
  const choose = (value: string) => {
    if (value === between)
      onChange({ timeRange: undefined, from: new Date(lastMinute() - dayMs).toISOString(), to: undefined });
    else onChange({ timeRange: value === usual ? undefined : value, from: undefined, to: undefined });
  };
  const end = (key: 'from' | 'to', name: string) => (
    <TextInput
      size="xs"
      type="datetime-local"
      aria-label={t.inZone(name, zoneName())}
      title={t.inZone(name, zoneName())}
      leftSection={<span className="dim">{name}</span>}
      leftSectionWidth={44}
      value={toLocalText(search[key] ?? '').slice(0, 16)}
      onChange={(event) => onChange({ [key]: instantIn(event.currentTarget.value) })}
    />
  );
  return (
    <>
      <Select
        size="xs"
        w={140}
        aria-label={label}
        data={choices}
        value={isBetween ? between : (search['timeRange'] ?? usual)}
        onChange={(value) => choose(value ?? usual)}
        allowDeselect={false}
      />
      {isBetween && (
        <>
          {end('from', t.timeFrom)}
          {end('to', t.timeTo)}
        </>
      )}
    </>
  );
}

/** The filters that stand for it. An open end is none. */
export function timeFilters(search: SearchValues, usual = 'any'): readonly Filter[] {
  const { from = '', to = '' } = search;
  const range = from === '' && to === '' ? (search['timeRange'] ?? usual) : 'any';
  return [
    { field: 'timeRange', operation: 'EQUALS', value: range === 'any' ? '' : range },
    { field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO', value: from },
    { field: 'startDate', operation: 'LESS_THAN_OR_EQUAL_TO', value: to },
  ];
}

function instantIn(field: string): string | undefined {
  return field === '' ? undefined : fromLocalText(field);
}

function lastMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}
