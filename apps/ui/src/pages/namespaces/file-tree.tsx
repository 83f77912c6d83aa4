import { useQuery } from '@tanstack/react-query';
import { IconCursorText, IconFile, IconFolder, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { namespaceFiles, type WireFile } from '../../api/namespace-files.ts';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { FoldButton, NoFold } from '../../components/fold-button.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import type { PathQuestion } from './file-path-dialog.tsx';
import { filesKey } from './files-key.ts';
import classes from './file-tree.module.css';

const words = namespaceText.files;

interface FileTreeProps {
  readonly namespace: string;
  /** The directory whose children are drawn; they are read when it is opened. */
  readonly path: string;
  readonly chosen: string | undefined;
  readonly whyNotWrite: string | undefined;
  readonly onChoose: (path: string) => void;
  readonly onAsk: (question: PathQuestion) => void;
}

export function FileTree(props: FileTreeProps) {
  const { namespace, path } = props;
  const tenant = useTenant();
  const list = useQuery({
    queryKey: filesKey(tenant, namespace, path),
    queryFn: () => namespaceFiles.list(tenant, namespace, path),
  });
  if (list.error !== null) return <InlineError error={list.error} />;
  return (
    <ul className={classes.level}>
      {[...(list.data ?? [])].sort(foldersFirst).map((file) => (
        <Entry key={file.fileName} file={file} {...props} path={`${path === '/' ? '' : path}/${file.fileName}`} />
      ))}
    </ul>
  );
}

function Entry({ file, ...props }: FileTreeProps & { readonly file: WireFile }) {
  const { path, chosen, whyNotWrite, onChoose, onAsk } = props;
  const isFolder = file.type === 'Directory';
  // Until somebody folds or unfolds it, a folder is open when it holds the chosen file.
  const [wanted, setOpened] = useState<boolean>();
  const opened = wanted ?? chosen?.startsWith(`${path}/`) === true;
  return (
    <li>
      <div className={classes.entry} data-chosen={chosen === path || undefined}>
        {isFolder ? (
          <FoldButton
            opened={opened}
            openLabel={words.open(file.fileName)}
            closeLabel={words.close(file.fileName)}
            onToggle={() => setOpened(!opened)}
          />
        ) : (
          <NoFold />
        )}
        <button
          type="button"
          className={classes.name}
          title={path}
          data-row-link
          aria-current={chosen === path ? 'true' : undefined}
          onClick={() => (isFolder ? setOpened(!opened) : onChoose(path))}
        >
          {isFolder ? <IconFolder size={15} aria-hidden /> : <IconFile size={15} aria-hidden />}
          <span className="truncate">{file.fileName}</span>
        </button>
        <ActionMenu of={path} className={classes.more}>
          <ActionItem
            label={words.move}
            icon={<IconCursorText size={15} />}
            reason={whyNotWrite}
            onClick={() => onAsk({ what: 'move', path, isFolder })}
          />
          <ActionItem
            label={words.remove}
            icon={<IconTrash size={15} />}
            reason={whyNotWrite}
            destructive
            onClick={() => onAsk({ what: 'delete', path, isFolder })}
          />
        </ActionMenu>
      </div>
      {isFolder && opened && <FileTree {...props} />}
    </li>
  );
}

function foldersFirst(left: WireFile, right: WireFile): number {
  if (left.type !== right.type) return left.type === 'Directory' ? -1 : 1;
  return left.fileName.localeCompare(right.fileName);
}
