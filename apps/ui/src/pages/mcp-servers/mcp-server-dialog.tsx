import { Radio, Select, Stack, Textarea } from '@mantine/core';
import { mcpServerIdPattern, mcpServerTypes, type McpAuthType, type McpServerType } from '@windhover/model';
import { useState } from 'react';
import { mcpServers, type WireMcpServer } from '../../api/mcp-servers.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { mcpText as words } from '../../messages/en-mcp.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface McpServerDialogProps {
  /** The one that is edited; undefined: a new one is made. */
  readonly server: WireMcpServer | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<unknown>;
}

export function McpServerDialog({ server, onClose, onSaved }: McpServerDialogProps) {
  const tenant = useTenant();
  const [fields, setFields] = useState(() => toFields(server));
  const change = (part: Partial<Fields>) => setFields({ ...fields, ...part });
  const { id, description, instructions, serverType, authType } = fields;
  const isNamed = mcpServerIdPattern.test(id);

  const save = async () => {
    const values = {
      id,
      serverType,
      disabled: server?.disabled ?? false,
      ...(description === '' ? {} : { description }),
      ...(instructions === '' ? {} : { instructions }),
      ...(authType === 'either' || serverType === 'PUBLIC' ? {} : { authType }),
    };
    await (server === undefined ? mcpServers.create(tenant, values) : mcpServers.update(tenant, values));
    await onSaved();
    toast(server === undefined ? words.created(id) : words.saved(id));
  };

  return (
    <DialogForm
      opened
      size="lg"
      title={server === undefined ? words.create : words.editTitle(server.id)}
      action={server === undefined ? words.create : words.save}
      ready={isNamed}
      onSubmit={save}
      onClose={onClose}
    >
      {server === undefined && (
        <TextField
          mono
          data-autofocus
          label={words.id}
          description={words.idText}
          error={id === '' || isNamed ? undefined : words.badId}
          value={id}
          onChange={(text) => change({ id: text })}
        />
      )}
      <TextField label={words.description} value={description} onChange={(text) => change({ description: text })} />
      <Textarea
        autosize
        minRows={3}
        maxRows={12}
        label={words.instructions}
        description={words.instructionsText}
        value={instructions}
        onChange={(event) => change({ instructions: event.currentTarget.value })}
      />
      <Radio.Group
        label={words.type}
        value={serverType}
        onChange={(choice) => change({ serverType: choice as McpServerType })}
      >
        <Stack gap={8} mt={8}>
          {mcpServerTypes.map((choice) => (
            <Radio key={choice} value={choice} label={words.typeTexts[choice]} />
          ))}
        </Stack>
      </Radio.Group>
      {serverType === 'PUBLIC' ? (
        <strong>{words.publicWarning}</strong>
      ) : (
        <Select
          label={words.authType}
          description={words.authTypeText}
          data={Object.entries(words.authTypes).map(([value, label]) => ({ value, label }))}
          value={authType}
          onChange={(choice) => change({ authType: choice as Fields['authType'] })}
          allowDeselect={false}
        />
      )}
    </DialogForm>
  );
}

interface Fields {
  readonly id: string;
  readonly description: string;
  readonly instructions: string;
  readonly serverType: McpServerType;
  readonly authType: McpAuthType | 'either';
}

function toFields(server: WireMcpServer | undefined): Fields {
  return {
    id: server?.id ?? '',
    description: server?.description ?? '',
    instructions: server?.instructions ?? '',
    serverType: server?.serverType ?? 'PRIVATE',
    authType: (server?.authType as McpAuthType | undefined) ?? 'either',
  };
}
