import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useUrlSearch } from '../live/url-search.ts';
import { settingsText } from '../messages/en-settings.ts';
import { filtersAmong, useSavedSearches, withoutSearch, withSearch } from '../settings/saved-searches.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import classes from './saved-searches.module.css';

const words = settingsText.searches;

/** Searches of a list that have a name: one is chosen, forgotten, or made of the filters that are set. */
export function SavedSearches({ list }: { readonly list: 'flows' | 'executions' | 'logs' | 'triggers' }) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const [searches, setSearches] = useSavedSearches(tenant, list);
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const filters = filtersAmong(search);
  const nothing = Object.keys(filters).length === 0;
  const apply = (values: typeof search) => {
    setSearch({ ...Object.fromEntries(Object.keys(search).map((key) => [key, undefined])), ...values });
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <ActionIcon
          size={30}
          variant="default"
          aria-label={words.open}
          title={words.open}
          onClick={() => setOpened(!opened)}
        >
          <IconBookmark size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        {searches.length === 0 ? (
          <p className={`dim ${classes.none}`}>{words.none}</p>
        ) : (
          <ul className={classes.list}>
            {searches.map((saved) => (
              <li key={saved.name}>
                <Button
                  variant="subtle"
                  color="gray"
                  justify="flex-start"
                  fullWidth
                  title={describe(saved.values)}
                  onClick={() => apply(saved.values)}
                >
                  {saved.name}
                </Button>
                <ActionIcon
                  aria-label={words.remove(saved.name)}
                  onClick={() => setSearches(withoutSearch(searches, saved.name))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (nothing || name.trim() === '') return;
            setSearches(withSearch(searches, { name: name.trim(), values: filters }));
            setName('');
          }}
        >
          <TextInput
            size="xs"
            label={words.name}
            value={name}
            maxLength={60}
            description={nothing ? words.nothing : describe(filters)}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={nothing || name.trim() === ''}>
            {words.save}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function describe(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${value ?? ''}`)
    .join(' · ');
}
