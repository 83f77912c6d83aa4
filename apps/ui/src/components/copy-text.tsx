import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { t } from '../messages/en.ts';

/** Copies a text that is too long to be shown, or is needed elsewhere. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <CopyButton value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
        >
          {copied ? t.copied : t.copy(label)}
        </Button>
      )}
    </CopyButton>
  );
}
