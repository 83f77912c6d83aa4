import { useState } from 'react';
import { namespaceFiles } from '../../api/namespace-files.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = namespaceText.files;

export type PathQuestion =
  | { readonly what: 'file' | 'folder' }
  | { readonly what: 'move' | 'delete'; readonly path: string; readonly isFolder: boolean };

interface FilePathDialogProps {
  readonly namespace: string;
  readonly asked: PathQuestion | undefined;
  readonly onClose: () => void;
  /** With the path of the file that is there now; undefined when there is none to open. */
  readonly onDone: (path: string | undefined) => Promise<unknown>;
}

/** What is asked before a file or folder is made, moved or deleted. */
export function FilePathDialog({ namespace, asked, onClose, onDone }: FilePathDialogProps) {
  const tenant = useTenant();
  if (asked === undefined) return null;
  if (asked.what !== 'delete')
    return (
      <PathForm
        key={asked.what}
        namespace={namespace}
        what={asked.what}
        from={asked.what === 'move' ? asked : undefined}
        onClose={onClose}
        onDone={onDone}
      />
    );
  return (
    <ConfirmDialog
      opened
      title={words.removeTitle(asked.path)}
      confirmLabel={words.remove}
      onConfirm={async () => {
        await namespaceFiles.remove(tenant, namespace, asked.path);
        await onDone(undefined);
        toast(words.removed(asked.path));
      }}
      onClose={onClose}
    >
      {asked.isFolder ? words.removeFolder : words.removeFile}
    </ConfirmDialog>
  );
}

interface PathFormProps extends Omit<FilePathDialogProps, 'asked'> {
  readonly what: 'file' | 'folder' | 'move';
  /** What is to be moved. */
  readonly from: { readonly path: string; readonly isFolder: boolean } | undefined;
}

function PathForm({ namespace, what, from, onClose, onDone }: PathFormProps) {
  const tenant = useTenant();
  const [typed, setTyped] = useState(from?.path ?? '/');
  const path = typed.startsWith('/') ? typed : `/${typed}`;
  const title = { file: words.newFile, folder: words.newFolder, move: words.move }[what];

  const submit = async () => {
    if (await namespaceFiles.exists(tenant, namespace, path)) throw new Error(words.exists(path));
    if (what === 'file') await namespaceFiles.write(tenant, namespace, path, new Blob([]));
    if (what === 'folder') await namespaceFiles.makeDirectory(tenant, namespace, path);
    if (from !== undefined) {
      await namespaceFiles.move(tenant, namespace, from.path, path);
      toast(words.moved(path));
    }
    await onDone(what === 'folder' || from?.isFolder === true ? undefined : path);
  };

  return (
    <DialogForm
      opened
      title={title}
      action={title}
      ready={path.length > 1 && !path.endsWith('/') && path !== from?.path}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        data-autofocus
        label={what === 'move' ? words.to : words.path}
        description={words.pathText}
        value={typed}
        onChange={setTyped}
        mono
      />
    </DialogForm>
  );
}
