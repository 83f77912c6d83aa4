import { Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { uiPath } from '../api/mount.ts';
import { connection } from '../api/request.ts';
import { t } from '../messages/en.ts';
import { queryClient } from '../query-client.ts';
import { CredentialsForm } from './credentials-form.tsx';
import { ProviderButtons } from './provider-buttons.tsx';
import { meQuery, useMe } from './use-me.ts';

/** Asks to sign in again over the page when the session has ended, so that nothing typed is lost. */
export function SessionEnded() {
  const me = useMe();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    connection.onSignedOut = () => setEnded(true);
    return () => {
      connection.onSignedOut = undefined;
    };
  }, []);

  return (
    <Modal opened={ended} onClose={() => undefined} withCloseButton={false} title={t.signIn.ended} size="sm">
      <Text c="dimmed" mb="md">
        {t.signIn.endedText}
      </Text>
      <CredentialsForm
        username={me.profile.username}
        onSignedIn={(renewed) => {
          if (renewed.id !== me.id) {
            window.location.reload();
            return;
          }
          queryClient.setQueryData(meQuery.queryKey, renewed);
          setEnded(false);
          void queryClient.invalidateQueries();
        }}
      />
      <ProviderButtons from={window.location.pathname.slice(uiPath.length) + window.location.search} />
    </Modal>
  );
}
