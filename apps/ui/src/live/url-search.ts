import { useNavigate, useSearch } from '@tanstack/react-router';

export type SearchValues = Readonly<Record<string, string | undefined>>;

/**
 * What the address says after `?`, as texts, and a function that changes some of it: undefined and '' remove a key.
 * Filters replace the entry in the history, so that Back leaves the page instead of undoing letters.
 */
export function useUrlSearch(): readonly [SearchValues, (change: SearchValues) => void] {
  const raw = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const navigate = useNavigate();
  const values = Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, toText(value)]));
  const change = (part: SearchValues) => {
    const next = Object.entries({ ...values, ...part }).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ to: '.', search: Object.fromEntries(next) as never, replace: true });
  };
  return [values, change];
}

function toText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
