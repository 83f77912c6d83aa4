import { Button, Group, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { t } from '../messages/en.ts';

/** Asks before unsaved changes are left behind, also when the tab is closed. `isDirty` is asked at that moment. */
export function LeaveGuard({ isDirty }: { readonly isDirty: () => boolean }) {
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true });
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t.editor.leaveTitle}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <p style={{ marginTop: 0 }}>{t.editor.leaveText}</p>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={() => blocker.reset?.()}>
          {t.editor.stay}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t.editor.leave}
        </Button>
      </Group>
    </Modal>
  );
}
