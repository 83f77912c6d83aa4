import { IconTemplate } from '@tabler/icons-react';
import { templates, type WireTemplate } from '../../api/templates.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { templateText } from '../../messages/en-templates.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { CreateTemplateButton } from './create-template-button.tsx';

const columns: readonly Column<WireTemplate>[] = [
  { id: 'id', header: templateText.columns.id, cell: ({ id }) => <span className="truncate">{id}</span> },
  {
    id: 'namespace',
    header: templateText.columns.namespace,
    cell: ({ namespace }) => <span title={namespace}>{namespace}</span>,
  },
  {
    id: 'description',
    minor: true,
    header: templateText.columns.description,
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
];

/** The templates of a tenant; each leads to its source. */
export function TemplatesPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'templates'),
    searchLabel: templateText.search,
    sort: 'id:asc',
    fetch: (query) => templates.list(tenant, query),
  });
  const deletion = useDeletion<WireTemplate>({
    words: templateText,
    nameOf: ({ id }) => id,
    whyNot: ({ namespace }) => lacking(permissions, 'TEMPLATE:DELETE', namespace),
    remove: async ({ namespace, id }) => {
      await templates.remove(tenant, namespace, id);
      await list.renew();
    },
  });
  return (
    <>
      <PageBar title={t.templates.title} actions={<CreateTemplateButton />} />
      <FilterBar>{list.field}</FilterBar>
      <ListView
        label={t.templates.title}
        list={list.query}
        columns={[...columns, deletion.column]}
        rows={list.query.data?.results}
        rowKey={({ namespace, id }) => `${namespace} ${id}`}
        rowTo={({ namespace, id }) => paths.template(tenant, namespace, id)}
        empty={
          <NothingListed
            icon={<IconTemplate />}
            title={templateText.empty}
            text={templateText.emptyText}
            action={<CreateTemplateButton />}
            onClear={list.onClear}
          />
        }
        foot={list.pager}
      />
      {deletion.question}
    </>
  );
}
