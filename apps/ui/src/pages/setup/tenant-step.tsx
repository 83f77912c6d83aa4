import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../messages/en.ts';
import { TenantFields } from '../../tenants/tenant-fields.tsx';
import { tenantIdProblem } from '../../tenants/tenant-id-problem.ts';
import classes from './setup.module.css';

export interface FirstTenant {
  readonly id: string;
  readonly name: string;
}

interface TenantStepProps {
  readonly value: FirstTenant | undefined;
  readonly canSkip: boolean;
  readonly onBack: () => void;
  readonly onNext: (tenant: FirstTenant | undefined) => void;
}

export function TenantStep({ value, canSkip, onBack, onNext }: TenantStepProps) {
  const [id, setId] = useState(value?.id ?? '');
  const [name, setName] = useState(value?.name ?? '');
  const problem = tenantIdProblem(id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === undefined) onNext({ id, name: name === '' ? id : name });
      }}
    >
      <h2 className={classes.heading}>{t.setup.tenant.title}</h2>
      <p className={classes.text}>{t.setup.tenant.text}</p>
      <Stack gap="md">
        <TenantFields id={id} name={name} onId={setId} onName={setName} />
        <Group justify="space-between">
          <Button variant="default" size="sm" onClick={onBack}>
            {t.setup.back}
          </Button>
          <Group gap="xs">
            {canSkip && (
              <Button variant="subtle" size="sm" onClick={() => onNext(undefined)}>
                {t.setup.tenant.skip}
              </Button>
            )}
            <Button type="submit" size="sm" disabled={id === '' || problem !== undefined}>
              {t.setup.next}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
