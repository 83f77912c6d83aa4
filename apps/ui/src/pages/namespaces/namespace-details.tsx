import { Button, Textarea, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { namespaces, type WireNamespace } from '../../api/namespaces.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './namespace-details.module.css';

const words = namespaceText.details;

/** Description and variables; saving makes a namespace out of one that only its flows imply. */
export function NamespaceDetails({ namespace }: { readonly namespace: WireNamespace }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [description, setDescription] = useState(namespace.description ?? '');
  const [text, setText] = useState(
    namespace.variables === undefined ? '' : JSON.stringify(namespace.variables, null, 2),
  );
  const { busy, error, run } = useAttempt();
  const [deleting, setDeleting] = useState(false);
  const created = useQuery({
    queryKey: tenantKey(tenant, 'namespaces', 'created'),
    queryFn: () => namespaces.list(tenant, { created: true }),
  });
  const effective = useQuery({
    queryKey: tenantKey(tenant, 'namespace', namespace.id, 'inherited-variables'),
    queryFn: () => namespaces.inheritedVariables(tenant, namespace.id),
  });
  const isCreated = created.data?.some(({ id }) => id === namespace.id);
  const variables = variablesOf(text);
  const whyNotSave = lacking(permissions, 'NAMESPACE:UPDATE', namespace.id);
  const renew = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespace', namespace.id) }),
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespaces') }),
    ]);
  const save = async () => {
    const { description: _, variables: __, ...rest } = namespace;
    const isSaved = await run(() =>
      (isCreated === true ? namespaces.update : namespaces.create)(tenant, {
        ...rest,
        ...(description === '' ? {} : { description }),
        ...(variables === undefined || Object.keys(variables).length === 0 ? {} : { variables }),
      }),
    );
    if (!isSaved) return;
    await renew();
    toast(words.saved);
  };

  return (
    <div className={classes.page}>
      <form
        className={classes.form}
        aria-label={words.about}
        onSubmit={(event) => {
          event.preventDefault();
          if (variables !== undefined && whyNotSave === undefined && !busy) void save();
        }}
      >
        {isCreated === false && <p className="dim">{words.implied}</p>}
        <TextField label={namespaceText.description} value={description} onChange={setDescription} />
        <Textarea
          label={words.variables}
          description={words.variablesText}
          error={variables === undefined ? words.notObject : undefined}
          autosize
          minRows={6}
          maxRows={24}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--font-mono)', fontSize: 13 } }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {error !== undefined && <InlineError error={error} />}
        <div className={classes.actions}>
          <Tooltip label={whyNotSave} disabled={whyNotSave === undefined}>
            <Button
              type="submit"
              disabled={whyNotSave !== undefined || variables === undefined || isCreated === undefined}
              loading={busy}
            >
              {words.save}
            </Button>
          </Tooltip>
          {isCreated === true && (
            <ActionButton
              label={words.remove}
              reason={lacking(permissions, 'NAMESPACE:DELETE', namespace.id)}
              onClick={() => setDeleting(true)}
            />
          )}
        </div>
      </form>
      <section className={classes.effective} aria-labelledby="effective">
        <h2 id="effective">{words.effective}</h2>
        <p className="dim">{words.effectiveText}</p>
        {effective.error !== null && <InlineError error={effective.error} />}
        {effective.data !== undefined &&
          (Object.keys(effective.data).length === 0 ? <p>{words.noVariables}</p> : <JsonTree value={effective.data} />)}
      </section>
      <ConfirmDialog
        opened={deleting}
        title={words.removeTitle(namespace.id)}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await namespaces.remove(tenant, namespace.id);
          setDescription('');
          setText('');
          await renew();
          toast(words.removed(namespace.id));
        }}
        onClose={() => setDeleting(false)}
      >
        {words.removeText}
      </ConfirmDialog>
    </div>
  );
}

/** Undefined when the text is no JSON object. */
function variablesOf(text: string): WireNamespace['variables'] {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as WireNamespace['variables'])
      : undefined;
  } catch {
    return undefined;
  }
}
