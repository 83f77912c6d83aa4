import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveFile } from '../../files/save-file.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';

/** Saves a content of a file under the name that the file has. */
export function DownloadFile({ path, blob }: { readonly path: string; readonly blob: Blob }) {
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={15} />}
      onClick={() => saveFile(blob, path.slice(path.lastIndexOf('/') + 1))}
    >
      {namespaceText.files.download}
    </Button>
  );
}
