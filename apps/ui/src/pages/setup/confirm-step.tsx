import { Button, Group, PasswordInput } from '@mantine/core';
import type { SetupState } from '../../api/wire.ts';
import { t } from '../../messages/en.ts';
import classes from './setup.module.css';

interface ConfirmStepProps {
  readonly state: SetupState;
  readonly token: string;
  readonly onToken: (token: string) => void;
  readonly onNext: () => void;
}

export function ConfirmStep({ state, token, onToken, onNext }: ConfirmStepProps) {
  const needsToken = state.tokenRequired === true;
  const facts: readonly (readonly [string, string])[] = [
    [t.setup.tenancy, state.tenants?.enabled === true ? t.setup.on : t.setup.off],
    [t.setup.defaultTenant, (state.tenants?.defaultTenant ?? true) ? t.setup.on : t.setup.off],
    [t.setup.repository, state.repositoryType ?? t.setup.none],
    [t.setup.queue, state.queueType ?? t.setup.none],
    [t.setup.storage, state.storageType ?? t.setup.none],
    [t.setup.secrets, state.secretType ?? t.setup.none],
  ];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <h2 className={classes.heading}>{t.setup.confirm.title}</h2>
      <p className={classes.text}>{t.setup.confirm.text}</p>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {needsToken && (
        <PasswordInput
          mb="lg"
          label={t.setup.token}
          description={t.setup.tokenText}
          value={token}
          onChange={(event) => onToken(event.currentTarget.value)}
          autoComplete="off"
          required
          withAsterisk={false}
        />
      )}
      <Group justify="flex-end">
        <Button type="submit" size="sm">
          {t.setup.next}
        </Button>
      </Group>
    </form>
  );
}
