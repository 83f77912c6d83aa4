import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { IconPlug } from '@tabler/icons-react';
import { Fragment, useMemo } from 'react';
import { plugins } from '../../api/plugins.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { SideBySide, SideChoice } from '../../components/side-by-side.tsx';
import { shortType } from '../../format/short-type.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { pluginText as words } from '../../messages/en-plugins.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { groupsOf, matching } from './catalogue.ts';
import classes from './plugins-page.module.css';
import { TypeDocumentation } from './type-documentation.tsx';

/** Every type that a flow can use, with what it does and takes. */
export function PluginsPage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const { type: chosen } = useParams({ strict: false }) as { readonly type?: string };
  const [search, setSearch] = useUrlSearch();
  const text = search['q'] ?? '';
  const list = useQuery({ queryKey: ['plugins'], queryFn: plugins.list, staleTime: Infinity });
  const groups = useMemo(() => groupsOf(list.data?.results ?? []), [list.data]);
  const shown = matching(groups, text);
  const open = (type: string) =>
    void navigate({ to: paths.plugin(tenant, type), search: (text === '' ? {} : { q: text }) as never });

  return (
    <>
      <PageBar title={t.plugins.title} {...(chosen === undefined ? {} : { tab: [shortType(chosen)] })} />
      <FilterBar>
        <SearchField label={words.search} value={text} onChange={(q) => setSearch({ q })} />
      </FilterBar>
      {list.error !== null && <PageError error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <PageLoading />}
      {list.data !== undefined && shown.length === 0 && (
        <NothingListed icon={<IconPlug />} title={t.noMatch} onClear={() => setSearch({ q: undefined })} />
      )}
      {shown.length > 0 && (
        <SideBySide
          label={words.types}
          choicesWidth={280}
          choices={shown.map(({ name, types }) => (
            <Fragment key={name}>
              <h2 className={classes.group}>{name}</h2>
              {types.map(({ type, title, kind, deprecated }) => (
                <SideChoice key={type} chosen={type === chosen} onChoose={() => open(type)}>
                  <span className={classes.name} data-deprecated={deprecated || undefined} title={title}>
                    {shortType(type)}
                  </span>
                  {kind !== 'tasks' && <span className={classes.kind}>{words.kinds[kind]}</span>}
                </SideChoice>
              ))}
            </Fragment>
          ))}
        >
          {chosen === undefined ? (
            <PageNotice icon={<IconPlug />} title={words.chosen}>
              {words.chosenText(groups.reduce((sum, { types }) => sum + types.length, 0))}
            </PageNotice>
          ) : (
            <TypeDocumentation type={chosen} />
          )}
        </SideBySide>
      )}
    </>
  );
}
