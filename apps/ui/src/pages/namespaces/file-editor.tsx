import { Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconFileUnknown, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { namespaceFiles } from '../../api/namespace-files.ts';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { SideBar } from '../../components/side-by-side.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { CodeEditor } from '../../editor/code-editor.tsx';
import { LeaveGuard } from '../../editor/leave-guard.tsx';
import { yamlLanguage } from '../../editor/yaml-language.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { DownloadFile } from './download-file.tsx';
import { textOf } from './file-text.ts';
import { filesKey } from './files-key.ts';
import classes from './file-editor.module.css';

const words = namespaceText.files;

interface FileEditorProps {
  readonly namespace: string;
  readonly path: string;
  readonly whyNotWrite: string | undefined;
  readonly onRevisions: () => void;
}

/** Reads a file, and edits it when it is text. */
export function FileEditor({ namespace, path, whyNotWrite, onRevisions }: FileEditorProps) {
  const tenant = useTenant();
  const file = useQuery({
    queryKey: [...filesKey(tenant, namespace, path), 'content'],
    queryFn: async () => {
      const blob = await namespaceFiles.read(tenant, namespace, path);
      return { blob, text: await textOf(blob) };
    },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (file.error !== null) return <PageError error={file.error} onRetry={() => void file.refetch()} />;
  if (file.data === undefined) return <PageLoading />;
  const { blob, text } = file.data;
  const actions = (
    <>
      <Button variant="default" leftSection={<IconHistory size={15} />} onClick={onRevisions}>
        {words.revisions.show}
      </Button>
      <DownloadFile path={path} blob={blob} />
    </>
  );
  if (text === undefined)
    return (
      <PageNotice icon={<IconFileUnknown />} title={path} action={actions}>
        {words.notText}
      </PageNotice>
    );
  return (
    <TextFile namespace={namespace} path={path} initial={text} whyNotWrite={whyNotWrite}>
      {actions}
    </TextFile>
  );
}

interface TextFileProps extends Omit<FileEditorProps, 'onRevisions'> {
  readonly initial: string;
  readonly children: React.ReactNode;
}

function TextFile({ namespace, path, initial, whyNotWrite, children }: TextFileProps) {
  const tenant = useTenant();
  const [saved, setSaved] = useState(initial);
  const [text, setText] = useState(initial);
  const { busy, run } = useAttempt((error) => toastError(words.saveFailed, error));
  const dirty = text !== saved;

  const save = async () => {
    if (whyNotWrite !== undefined || busy || !dirty) return;
    await run(async () => {
      await namespaceFiles.write(tenant, namespace, path, new Blob([text]));
      setSaved(text);
      await queryClient.invalidateQueries({ queryKey: filesKey(tenant, namespace, path), refetchType: 'none' });
      toast(words.saved(path));
    });
  };

  return (
    <>
      <SideBar>
        <span className="mono truncate" title={path}>
          {path}
        </span>
        {dirty && <span className={classes.dirty}>{words.unsaved}</span>}
        <div className={classes.actions}>
          {children}
          <Tooltip label={whyNotWrite} disabled={whyNotWrite === undefined}>
            <Button disabled={whyNotWrite !== undefined || !dirty} loading={busy} onClick={() => void save()}>
              {words.save}
            </Button>
          </Tooltip>
        </div>
      </SideBar>
      <CodeEditor
        label={words.editor(path)}
        initial={initial}
        readOnly={whyNotWrite !== undefined}
        {...(/\.ya?ml$/i.test(path) ? { language: yamlLanguage } : {})}
        onChange={setText}
        onSave={() => void save()}
      />
      <LeaveGuard isDirty={() => dirty} />
    </>
  );
}
