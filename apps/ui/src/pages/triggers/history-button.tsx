import { Button, Modal, VisuallyHidden } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { TriggerName } from '../../api/triggers.ts';
import { triggerText } from '../../messages/en-triggers.ts';
import { t } from '../../messages/en.ts';
import { TriggerHistory } from './trigger-history.tsx';

const words = triggerText.history;

/** Opens the history of a trigger that has no dates: what it was asked, and what came of it. */
export function HistoryButton({ trigger }: { readonly trigger: TriggerName }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconHistory size={14} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span aria-hidden>{words.show}</span>
        <VisuallyHidden>{words.showOf(trigger.triggerId)}</VisuallyHidden>
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="xl"
        title={triggerText.about(trigger.triggerId)}
        closeButtonProps={{ 'aria-label': t.close }}
      >
        <TriggerHistory trigger={trigger} />
      </Modal>
    </>
  );
}
