import { formatInstantWithZone } from '../format/instant.ts';
import { t } from '../messages/en.ts';
import classes from './search-reach.module.css';

/** Says where a search ended that did not look at everything; nothing where it did. */
export function SearchReach({ searchedTo }: { readonly searchedTo: string | undefined }) {
  if (searchedTo === undefined) return null;
  return <output className={classes.note}>{t.searchedTo(formatInstantWithZone(Date.parse(searchedTo)))}</output>;
}
