import { useUrlSearch } from '../live/url-search.ts';
import type { Direction } from './layout.ts';

/** Which way a flow is drawn, kept in the address. */
export function useDirection(): readonly [Direction, (direction: Direction) => void] {
  const [search, setSearch] = useUrlSearch();
  const direction = search['direction'] === 'right' ? 'RIGHT' : 'DOWN';
  return [direction, (next) => setSearch({ direction: next === 'RIGHT' ? 'right' : undefined })];
}
