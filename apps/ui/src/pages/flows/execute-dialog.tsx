import { Group, TagsInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { executions, startQuery, type Start } from '../../api/executions.ts';
import type { WireFlow, WireLabel } from '../../api/wire.ts';
import { useApiAddress } from '../../auth/use-api-address.ts';
import { useMe } from '../../auth/use-me.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { PageLoading } from '../../components/page-state.tsx';
import { zoneName } from '../../format/instant.ts';
import { fromLocalText } from '../../format/local-text.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { curlCommand } from './curl-command.ts';
import { InputFields } from './input-fields.tsx';
import { toForm, type InputValues } from './input-values.ts';
import { LabelFields } from './label-fields.tsx';
import { RevisionField, useRevisions } from './revision-field.tsx';
import { taskIdsOf } from './task-ids.ts';
import { useAskedInputs } from './use-asked-inputs.ts';
import { useCheckedInputs } from './use-checked-inputs.ts';

interface ExecuteDialogProps {
  readonly flow: WireFlow;
  readonly onClose: () => void;
}

/** Asks for the flow's inputs and starts an execution, then goes to it. */
export function ExecuteDialog({ flow: newest, onClose }: ExecuteDialogProps) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const [values, setValues] = useState<InputValues>({});
  const [labels, setLabels] = useState<readonly WireLabel[]>([]);
  const [startAt, setStartAt] = useState('');
  const [breakpoints, setBreakpoints] = useState<readonly string[]>([]);
  const [revision, setRevision] = useState(newest.revision);
  // None for whoever may execute the flow but not read it
  const revisions = useRevisions(newest.namespace, newest.id);
  const flow = revisions.find((known) => known.revision === revision) ?? newest;
  const me = useMe();
  const address = useApiAddress();
  const asked = useAskedInputs(flow);
  const inputs = asked ?? [];
  const check = useCheckedInputs(
    tenantKey(tenant, 'input-check', flow.namespace, flow.id, flow.revision),
    inputs,
    values,
    (form, signal) => executions.validateInputs(tenant, flow.namespace, flow.id, form, signal, flow.revision),
  );

  const start: Start = {
    labels: labels.filter((label) => label.key !== ''),
    scheduleDate: startAt === '' ? undefined : fromLocalText(startAt),
    revision: revision === newest.revision ? undefined : revision,
    breakpoints,
  };
  const query = startQuery(start).toString();
  const url = `${address(...(tenant === undefined ? [] : [tenant]), 'executions', flow.namespace, flow.id)}${query === '' ? '' : `?${query}`}`;

  const execute = async () => {
    const execution = await executions.create(tenant, flow.namespace, flow.id, toForm(inputs, values), start);
    void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'executions') });
    await navigate({ to: paths.execution(tenant, execution, 'gantt') });
  };

  return (
    <DialogForm
      opened
      size="lg"
      title={t.execute.title(flow.id)}
      action={t.execute.action}
      focusAction={asked?.length === 0}
      onSubmit={execute}
      onClose={onClose}
    >
      {revisions.length > 1 && <RevisionField revisions={revisions} value={revision} onChange={setRevision} />}
      {asked === undefined && <PageLoading />}
      {asked?.length === 0 ? (
        <span className="dim">{t.execute.noInputs}</span>
      ) : (
        <InputFields
          inputs={inputs}
          values={values}
          check={check}
          onChange={(id, value) => setValues((before) => ({ ...before, [id]: value }))}
        />
      )}
      {check?.checks.map((failed) => (
        <InlineError key={failed.message} error={new Error(failed.message)} />
      ))}
      <LabelFields labels={labels} onChange={setLabels} />
      <TextInput
        label={t.execute.startAt}
        description={t.execute.startAtText(zoneName())}
        type="datetime-local"
        value={startAt}
        onChange={(event) => setStartAt(event.currentTarget.value)}
      />
      <TagsInput
        label={t.execute.breakpoints}
        description={t.execute.breakpointsText}
        data={[...taskIdsOf(flow)]}
        value={[...breakpoints]}
        onChange={setBreakpoints}
      />
      <Group>
        <CopyText label={t.execute.curl} text={curlCommand(url, me.profile.username, toForm(inputs, values))} />
      </Group>
    </DialogForm>
  );
}
