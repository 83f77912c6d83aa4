import { Button, FileButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconFilePlus, IconFiles, IconFileZip, IconFolderPlus, IconFolderUp, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { apiPath } from '../../api/mount.ts';
import { namespaceFiles } from '../../api/namespace-files.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { SideBySide } from '../../components/side-by-side.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { FileEditor } from './file-editor.tsx';
import { FileRevisions } from './file-revisions.tsx';
import { FilePathDialog, type PathQuestion } from './file-path-dialog.tsx';
import { FileTree } from './file-tree.tsx';
import { filesKey } from './files-key.ts';
import { UnpackButton } from './unpack-button.tsx';

const words = namespaceText.files;

/** Lets the browser choose a folder with all that is in it; React knows the attribute by no type. */
const wholeFolder = { webkitdirectory: '' } as object;

/** The files of a namespace as a tree at the left; the chosen one, which the address names, at the right. */
export function NamespaceFiles({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const [asked, setAsked] = useState<PathQuestion>();
  const chosen = search['file'];
  const root = useQuery({
    queryKey: filesKey(tenant, namespace, '/'),
    queryFn: () => namespaceFiles.list(tenant, namespace, '/'),
  });
  const whyNotWrite = lacking(permissions, 'NAMESPACE:MANAGE_FILES', namespace);
  const renew = () => queryClient.invalidateQueries({ queryKey: filesKey(tenant, namespace) });

  const upload = async (files: readonly File[]) => {
    let count = 0;
    for (const file of files) {
      try {
        await namespaceFiles.write(tenant, namespace, `/${file.webkitRelativePath || file.name}`, file);
        count += 1;
      } catch (error) {
        toastError(words.uploadFailed(file.name), error);
      }
    }
    await renew();
    if (count > 0) toast(words.uploaded(count));
  };

  if (root.error !== null) return <PageError error={root.error} onRetry={() => void root.refetch()} />;
  if (root.data === undefined) return <PageLoading />;
  return (
    <>
      <FilterBar
        end={
          root.data.length > 0 && (
            <Button
              variant="default"
              leftSection={<IconFileZip size={15} />}
              component="a"
              href={apiPath + namespaceFiles.zipPath(tenant, namespace)}
              download={`${namespace}.zip`}
            >
              {words.downloadAll}
            </Button>
          )
        }
      >
        <ActionButton
          label={words.newFile}
          icon={<IconFilePlus size={15} />}
          reason={whyNotWrite}
          onClick={() => setAsked({ what: 'file' })}
        />
        <ActionButton
          label={words.newFolder}
          icon={<IconFolderPlus size={15} />}
          reason={whyNotWrite}
          onClick={() => setAsked({ what: 'folder' })}
        />
        <FileButton multiple inputProps={{ 'aria-label': words.upload }} onChange={(files) => void upload(files)}>
          {({ onClick }) => (
            <ActionButton label={words.upload} icon={<IconUpload size={15} />} reason={whyNotWrite} onClick={onClick} />
          )}
        </FileButton>
        <FileButton
          multiple
          inputProps={{ 'aria-label': words.uploadFolder, ...wholeFolder }}
          onChange={(files) => void upload(files)}
        >
          {({ onClick }) => (
            <ActionButton
              label={words.uploadFolder}
              icon={<IconFolderUp size={15} />}
              reason={whyNotWrite}
              onClick={onClick}
            />
          )}
        </FileButton>
        <UnpackButton namespace={namespace} reason={whyNotWrite} onUnpacked={renew} />
      </FilterBar>
      {root.data.length === 0 ? (
        <PageNotice icon={<IconFiles />} title={words.empty}>
          {words.emptyText}
        </PageNotice>
      ) : (
        <SideBySide
          label={words.tree}
          choicesWidth={280}
          choices={
            <FileTree
              namespace={namespace}
              path="/"
              chosen={chosen}
              whyNotWrite={whyNotWrite}
              onChoose={(file) => setSearch({ file, revision: undefined })}
              onAsk={setAsked}
            />
          }
        >
          {chosen === undefined ? (
            <PageNotice icon={<IconFiles />} title={words.chosen} />
          ) : search['revision'] === undefined ? (
            <FileEditor
              key={chosen}
              namespace={namespace}
              path={chosen}
              whyNotWrite={whyNotWrite}
              onRevisions={() => setSearch({ revision: 'before' })}
            />
          ) : (
            <FileRevisions key={chosen} namespace={namespace} path={chosen} whyNotWrite={whyNotWrite} />
          )}
        </SideBySide>
      )}
      <FilePathDialog
        namespace={namespace}
        asked={asked}
        onClose={() => setAsked(undefined)}
        onDone={async (path) => {
          const gone = asked !== undefined && 'path' in asked ? asked.path : undefined;
          await renew();
          if (path !== undefined) setSearch({ file: path, revision: undefined });
          else if (gone !== undefined && (chosen === gone || chosen?.startsWith(`${gone}/`) === true))
            setSearch({ file: undefined, revision: undefined });
        }}
      />
    </>
  );
}
