import { Button, Group, Modal, Stack } from '@mantine/core';
import type { CreatedApiToken } from '../api/api-tokens.ts';
import { Copyable } from '../components/copyable.tsx';
import { administrationText } from '../messages/en-administration.ts';
import { t } from '../messages/en.ts';

const words = administrationText.tokens;

interface CreatedTokenDialogProps {
  readonly token: CreatedApiToken | undefined;
  readonly onClose: () => void;
}

/** The one time that a token can be read. A click beside it does not close it. */
export function CreatedTokenDialog({ token, onClose }: CreatedTokenDialogProps) {
  return (
    <Modal
      opened={token !== undefined}
      onClose={onClose}
      closeOnClickOutside={false}
      title={words.shownTitle(token?.name ?? '')}
      size="lg"
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <Stack gap="md">
        <span>{words.shownText}</span>
        <Copyable text={token?.fullToken ?? ''} label={words.token} />
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            {words.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
