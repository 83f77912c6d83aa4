import { Group, Radio, Select, Stack, Textarea } from '@mantine/core';
import { executionIdPattern } from '@windhover/model';
import { useState } from 'react';
import { killSwitches, type KillSwitchType, type WireKillSwitch } from '../../api/kill-switches.ts';
import { useMe } from '../../auth/use-me.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ZoneNote } from '../../components/time.tsx';
import { toast } from '../../components/toast.ts';
import { fromLocalText, toLocalText } from '../../format/local-text.ts';
import { killSwitchText as words } from '../../messages/en-kill-switches.ts';
import { byName, nameOf } from '../../tenants/home-tenant.ts';

interface KillSwitchDialogProps {
  /** The one that is edited; undefined: a new one is made. */
  readonly killSwitch: WireKillSwitch | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<unknown>;
}

/** The default tenant, by the id that stands for it. */
const main = 'main';
const types: readonly KillSwitchType[] = ['KILL', 'CANCEL', 'IGNORE', 'PASS'];

export function KillSwitchDialog({ killSwitch, onClose, onSaved }: KillSwitchDialogProps) {
  const me = useMe();
  const [fields, setFields] = useState(() => toFields(killSwitch));
  const change = (part: Partial<Fields>) => setFields({ ...fields, ...part });
  const { name, type, tenantId, namespace, flowId, start, end } = fields;
  const ids = idsIn(fields.executions);
  const badIds = ids.filter((id) => !executionIdPattern.test(id));
  const isOrdered = end === '' || Date.parse(end) > Date.parse(start);
  const isPlaced = flowId === '' || namespace !== '';
  const matchesAll = tenantId === '' && namespace === '' && flowId === '' && ids.length === 0;

  const save = async () => {
    const values = {
      name,
      description: fields.description,
      evaluationType: type,
      tenantId,
      namespace,
      flowId,
      executionIds: ids,
      startDate: fromLocalText(start),
      ...(end === '' ? {} : { endDate: fromLocalText(end) }),
      enabled: killSwitch?.enabled ?? true,
    };
    await (killSwitch === undefined ? killSwitches.create(values) : killSwitches.update(killSwitch.id, values));
    await onSaved();
    toast(killSwitch === undefined ? words.created(name) : words.saved(name));
  };

  return (
    <DialogForm
      opened
      size="lg"
      title={killSwitch === undefined ? words.create : words.editTitle(killSwitch.name)}
      action={killSwitch === undefined ? words.create : words.save}
      destructive={type !== 'PASS' && matchesAll}
      ready={name.trim() !== '' && start !== '' && isOrdered && isPlaced && badIds.length === 0}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        data-autofocus
        label={words.name}
        description={words.nameText}
        value={name}
        onChange={(text) => change({ name: text })}
      />
      <TextField
        label={words.description}
        value={fields.description}
        onChange={(text) => change({ description: text })}
      />
      <Radio.Group label={words.type} value={type} onChange={(choice) => change({ type: choice as KillSwitchType })}>
        <Stack gap={8} mt={8}>
          {types.map((choice) => (
            <Radio key={choice} value={choice} label={words.typeTexts[choice]} />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label={words.tenant}
        data={[
          { value: '', label: words.allTenants },
          ...byName(me.tenants).map((tenant) => ({ value: tenant.id ?? main, label: nameOf(tenant) })),
        ]}
        value={tenantId}
        onChange={(choice) => change({ tenantId: choice ?? '' })}
        allowDeselect={false}
      />
      <Group grow align="start">
        <TextField
          mono
          label={words.namespace}
          description={words.namespaceText}
          error={isPlaced ? undefined : words.flowAlone}
          value={namespace}
          onChange={(text) => change({ namespace: text })}
        />
        <TextField
          mono
          label={words.flow}
          description={words.flowText}
          value={flowId}
          onChange={(text) => change({ flowId: text })}
        />
      </Group>
      <Textarea
        autosize
        label={words.executions}
        description={words.executionsText}
        error={badIds.length === 0 ? undefined : words.badIds(badIds.join(', '))}
        value={fields.executions}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--font-mono)' } }}
        onChange={(event) => change({ executions: event.currentTarget.value })}
      />
      <Group grow align="start">
        <TextField
          type="datetime-local"
          step={1}
          label={words.start}
          value={start}
          onChange={(text) => change({ start: text })}
        />
        <TextField
          type="datetime-local"
          step={1}
          label={words.end}
          description={words.endText}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          error={isOrdered ? undefined : words.order}
          value={end}
          onChange={(text) => change({ end: text })}
        />
      </Group>
      <ZoneNote />
      {matchesAll && <strong>{words.warning}</strong>}
    </DialogForm>
  );
}

interface Fields {
  readonly name: string;
  readonly description: string;
  readonly type: KillSwitchType;
  readonly tenantId: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly executions: string;
  /** In the reader's zone, as the fields have them. */
  readonly start: string;
  readonly end: string;
}

function toFields(killSwitch: WireKillSwitch | undefined): Fields {
  return {
    name: killSwitch?.name ?? '',
    description: killSwitch?.description ?? '',
    type: killSwitch?.evaluationType ?? 'KILL',
    tenantId: killSwitch?.tenantId ?? '',
    namespace: killSwitch?.namespace ?? '',
    flowId: killSwitch?.flowId ?? '',
    executions: (killSwitch?.executionIds ?? []).join('\n'),
    start: toLocalText(killSwitch?.startDate ?? new Date().toISOString()),
    end: killSwitch?.endDate === undefined ? '' : toLocalText(killSwitch.endDate),
  };
}

function idsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((id) => id !== '');
}
