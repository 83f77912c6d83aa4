import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowLeft, IconFileUnknown, IconRestore } from '@tabler/icons-react';
import { namespaceFiles, type WireFileRevision } from '../../api/namespace-files.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { SideBar } from '../../components/side-by-side.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { DiffView } from '../../diff/diff-view.tsx';
import { formatAgo } from '../../format/instant.ts';
import { useNow } from '../../live/use-now.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './file-editor.module.css';
import { DownloadFile } from './download-file.tsx';
import { textOf } from './file-text.ts';
import { filesKey } from './files-key.ts';

const words = namespaceText.files;

interface FileRevisionsProps {
  readonly namespace: string;
  readonly path: string;
  readonly whyNotWrite: string | undefined;
}

/** What a file was: a revision, which the address names, and how the file of today differs from it. */
export function FileRevisions({ namespace, path, whyNotWrite }: FileRevisionsProps) {
  const tenant = useTenant();
  const now = useNow();
  const [search, setSearch] = useUrlSearch();
  const list = useQuery({
    queryKey: [...filesKey(tenant, namespace, path), 'revisions'],
    queryFn: () => namespaceFiles.revisions(tenant, namespace, path),
  });
  if (list.error !== null) return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <PageLoading />;

  const newestFirst = list.data.filter(({ size }) => size !== undefined).toReversed();
  const [newest, before] = newestFirst;
  const chosen = newestFirst.find(({ revision }) => String(revision) === search['revision']) ?? before ?? newest;
  if (newest === undefined || chosen === undefined) return null;
  return (
    <>
      <SideBar>
        <span className="mono truncate" title={path}>
          {path}
        </span>
        <NativeSelect
          size="xs"
          aria-label={words.revisions.choose}
          value={String(chosen.revision)}
          onChange={(event) => setSearch({ revision: event.currentTarget.value })}
          data={newestFirst.map((entry) => ({
            value: String(entry.revision),
            label: labelOf(
              entry,
              entry === newest ? words.revisions.current : formatAgo(Date.parse(entry.updated), now),
            ),
          }))}
        />
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={15} />}
            onClick={() => setSearch({ revision: undefined })}
          >
            {words.revisions.back}
          </Button>
        </div>
      </SideBar>
      <Revision
        key={chosen.revision}
        namespace={namespace}
        path={path}
        whyNotWrite={whyNotWrite}
        revision={chosen.revision}
        newest={newest.revision}
      />
    </>
  );
}

interface RevisionProps extends FileRevisionsProps {
  readonly revision: number;
  readonly newest: number;
}

function Revision({ namespace, path, whyNotWrite, revision, newest }: RevisionProps) {
  const tenant = useTenant();
  const [, setSearch] = useUrlSearch();
  const { busy, run } = useAttempt((error) => toastError(words.saveFailed, error));
  const contents = useQuery({
    queryKey: [...filesKey(tenant, namespace, path), 'revision', revision, newest],
    queryFn: async () => {
      const [then, now] = await Promise.all([
        namespaceFiles.read(tenant, namespace, path, revision),
        namespaceFiles.read(tenant, namespace, path),
      ]);
      return { blob: then, then: await textOf(then), now: await textOf(now) };
    },
    gcTime: 0,
  });
  if (contents.error !== null) return <PageError error={contents.error} onRetry={() => void contents.refetch()} />;
  if (contents.data === undefined) return <PageLoading />;
  const { blob, then, now } = contents.data;
  const isNow = revision === newest;

  const restore = async () => {
    await namespaceFiles.write(tenant, namespace, path, blob);
    await queryClient.invalidateQueries({ queryKey: filesKey(tenant, namespace, path) });
    toast(words.revisions.restored(revision));
    setSearch({ revision: undefined });
  };

  return (
    <>
      <SideBar>
        <span className="dim truncate">{isNow ? words.revisions.isNow : words.revisions.compared(revision)}</span>
        <div className={classes.actions}>
          <DownloadFile path={path} blob={blob} />
          {!isNow && (
            <ActionButton
              label={words.revisions.restore}
              icon={<IconRestore size={15} />}
              reason={whyNotWrite}
              busy={busy}
              onClick={() => void run(restore)}
            />
          )}
        </div>
      </SideBar>
      {then === undefined || now === undefined ? (
        <PageNotice icon={<IconFileUnknown />} title={words.revisions.title(revision)}>
          {words.notText}
        </PageNotice>
      ) : (
        <DiffView
          label={isNow ? words.revisions.title(revision) : words.revisions.compared(revision)}
          before={then}
          after={now}
        />
      )}
    </>
  );
}

function labelOf({ revision, author }: WireFileRevision, when: string): string {
  return [words.revisions.title(revision), when, ...(author === undefined ? [] : [author])].join(' · ');
}
