import { Button, NativeSelect, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { namespaces, type WireNamespace } from '../../api/namespaces.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { JsonField } from '../../components/json-field.tsx';
import { jsonText, listOf, objectOf } from '../../components/json-text.ts';
import { JsonTree } from '../../components/json-tree.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './namespace-details.module.css';

const words = namespaceText.details;

type Behavior = NonNullable<NonNullable<WireNamespace['concurrency']>['behavior']>;
const behaviors: readonly Behavior[] = ['QUEUE', 'CANCEL', 'FAIL'];

/** Description, variables, plugin defaults and limits; saving makes a namespace out of one that only its flows imply. */
export function NamespaceDetails({ namespace }: { readonly namespace: WireNamespace }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [description, setDescription] = useState(namespace.description ?? '');
  const [variablesText, setVariablesText] = useState(jsonText(namespace.variables));
  const [defaultsText, setDefaultsText] = useState(jsonText(namespace.pluginDefaults));
  const [limit, setLimit] = useState(String(namespace.concurrency?.limit ?? ''));
  const [behavior, setBehavior] = useState<Behavior>(namespace.concurrency?.behavior ?? 'QUEUE');
  const [quotasText, setQuotasText] = useState(jsonText(namespace.quotas));
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
  const variables = objectOf(variablesText);
  const pluginDefaults = listOf(defaultsText);
  const quotas = listOf(quotasText);
  const isLimit = limit === '' || /^[1-9]\d*$/.test(limit);
  const ready = variables !== undefined && pluginDefaults !== undefined && quotas !== undefined && isLimit;
  const whyNotSave = lacking(permissions, 'NAMESPACE:UPDATE', namespace.id);
  const renew = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespace', namespace.id) }),
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespaces') }),
    ]);
  const save = async () => {
    if (!ready) return;
    const { description: _, variables: __, pluginDefaults: ___, concurrency: ____, quotas: _____, ...rest } = namespace;
    const isSaved = await run(() =>
      (isCreated === true ? namespaces.update : namespaces.create)(tenant, {
        ...rest,
        ...(description === '' ? {} : { description }),
        ...(Object.keys(variables).length === 0
          ? {}
          : { variables: variables as NonNullable<WireNamespace['variables']> }),
        // The server says what is wrong inside of them.
        ...(pluginDefaults.length === 0 ? {} : { pluginDefaults: pluginDefaults as never }),
        ...(limit === '' ? {} : { concurrency: { limit: Number(limit), behavior } }),
        ...(quotas.length === 0 ? {} : { quotas: quotas as never }),
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
          if (ready && whyNotSave === undefined && !busy) void save();
        }}
      >
        {isCreated === false && <p className="dim">{words.implied}</p>}
        <TextField label={namespaceText.description} value={description} onChange={setDescription} />
        <JsonField
          label={words.variables}
          description={words.variablesText}
          problem={variables === undefined ? words.notObject : undefined}
          text={variablesText}
          onChange={setVariablesText}
        />
        <JsonField
          label={words.pluginDefaults}
          description={words.pluginDefaultsText}
          problem={pluginDefaults === undefined ? words.notList : undefined}
          text={defaultsText}
          onChange={setDefaultsText}
        />
        <div className={classes.limit}>
          <TextField
            label={words.limit}
            description={words.limitText}
            error={isLimit ? undefined : words.notLimit}
            inputMode="numeric"
            value={limit}
            onChange={setLimit}
          />
          <NativeSelect
            label={words.behavior}
            description={words.behaviorText}
            value={behavior}
            onChange={(event) => setBehavior(event.currentTarget.value as Behavior)}
            data={behaviors.map((value) => ({ value, label: words.behaviors[value] }))}
          />
        </div>
        <JsonField
          label={words.quotas}
          description={words.quotasText}
          problem={quotas === undefined ? words.notList : undefined}
          text={quotasText}
          onChange={setQuotasText}
        />
        {error !== undefined && <InlineError error={error} />}
        <div className={classes.actions}>
          <Tooltip label={whyNotSave} disabled={whyNotSave === undefined}>
            <Button
              type="submit"
              disabled={whyNotSave !== undefined || !ready || isCreated === undefined}
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
          setVariablesText('');
          setDefaultsText('');
          setLimit('');
          setQuotasText('');
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
