import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconRestore } from '@tabler/icons-react';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { PageError, PageLoading } from '../../components/page-state.tsx';
import { SideBar, SideBySide, SideChoice } from '../../components/side-by-side.tsx';
import { Ago } from '../../components/time.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { DiffView } from '../../diff/diff-view.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';
import classes from './flow-revisions.module.css';

/** Every revision of a flow; the chosen one beside what it is compared with, by default the one before it. */
export function FlowRevisions({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const { busy, run } = useAttempt((error) => toastError(t.editor.saveFailed, error));
  const query = useQuery({
    queryKey: tenantKey(tenant, 'revisions', flow.namespace, flow.id, flow.revision),
    queryFn: () => flows.revisions(tenant, flow.namespace, flow.id),
  });
  if (query.error !== null) return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <PageLoading />;

  const newestFirst = [...query.data].reverse();
  const chosen = newestFirst.find((entry) => String(entry.revision) === search['revision']) ?? newestFirst[0];
  if (chosen === undefined) return null;
  const older = newestFirst.filter((entry) => entry.revision < chosen.revision);
  const against =
    search['against'] === '0'
      ? undefined
      : (newestFirst.find((entry) => String(entry.revision) === search['against']) ?? older[0]);

  const restore = async () => {
    const saved = await flows.update(tenant, flow.namespace, flow.id, chosen.source ?? '');
    queryClient.setQueryData(tenantKey(tenant, 'flow', flow.namespace, flow.id), saved);
    await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flow', flow.namespace, flow.id) });
    toast(t.flows.revisions.restored(chosen.revision, saved.revision));
    setSearch({ revision: undefined, against: undefined });
  };

  return (
    <SideBySide
      label={t.flows.revisions.list}
      choicesWidth={200}
      choices={newestFirst.map((entry) => (
        <SideChoice
          key={entry.revision}
          chosen={entry === chosen}
          onChoose={() => setSearch({ revision: String(entry.revision), against: undefined })}
        >
          <span>{t.flows.revision(entry.revision)}</span>
          <span className={`dim ${classes.date}`}>
            {entry.revision === flow.revision
              ? t.flows.revisions.current
              : entry.updated !== undefined && <Ago date={entry.updated} />}
          </span>
        </SideChoice>
      ))}
    >
      <SideBar>
        <NativeSelect
          size="xs"
          label={t.flows.revisions.against}
          classNames={{ root: classes.select!, label: classes.label! }}
          value={String(against?.revision ?? 0)}
          onChange={(event) => setSearch({ revision: String(chosen.revision), against: event.currentTarget.value })}
          data={[
            { value: '0', label: t.flows.revisions.nothing },
            ...newestFirst
              .filter((entry) => entry !== chosen)
              .map((entry) => ({ value: String(entry.revision), label: t.flows.revision(entry.revision) })),
          ]}
        />
        {chosen.revision !== flow.revision && (
          <span className={classes.restore}>
            <ActionButton
              label={t.flows.revisions.restore}
              icon={<IconRestore size={15} />}
              reason={whyNot.saveFlow(flow, permissions)}
              busy={busy}
              onClick={() => void run(restore)}
            />
          </span>
        )}
      </SideBar>
      <DiffView
        label={
          against === undefined
            ? t.flows.revisions.source(chosen.revision)
            : t.flows.revisions.compare(chosen.revision, against.revision)
        }
        before={against === undefined ? (chosen.source ?? '') : (against.source ?? '')}
        after={chosen.source ?? ''}
      />
    </SideBySide>
  );
}
