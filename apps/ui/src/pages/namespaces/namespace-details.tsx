import { Button, NativeSelect, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { namespaces, type WireNamespace } from '../../api/namespaces.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { withBackends } from '../../backends/backend-form.ts';
import { BackendsDialog } from '../../backends/backends-dialog.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { JsonField } from '../../components/json-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { LeaveGuard } from '../../editor/leave-guard.tsx';
import { backendText } from '../../messages/en-backends.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { toForm, toNamespace, wrongFields, type Behavior, type DetailsForm } from './details-form.ts';
import { EffectiveVariables } from './effective-variables.tsx';
import classes from './namespace-details.module.css';

const words = namespaceText.details;

const behaviors: readonly Behavior[] = ['QUEUE', 'CANCEL', 'FAIL'];

/** Description, variables, plugin defaults and limits; saving makes a namespace out of one that only its flows imply. */
export function NamespaceDetails({ namespace }: { readonly namespace: WireNamespace }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [saved, setSaved] = useState(() => toForm(namespace));
  const [form, setForm] = useState(saved);
  const change = (part: Partial<DetailsForm>) => setForm((before) => ({ ...before, ...part }));
  const { busy, error, run } = useAttempt();
  const [deleting, setDeleting] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const created = useQuery({
    queryKey: tenantKey(tenant, 'namespaces', 'created'),
    queryFn: () => namespaces.list(tenant, { created: true }),
  });
  const isCreated = created.data?.some(({ id }) => id === namespace.id);
  const wrong = wrongFields(form);
  const ready = wrong.size === 0;
  const whyNotSave = lacking(permissions, 'NAMESPACE:UPDATE', namespace.id);
  const renew = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespace', namespace.id) }),
      queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'namespaces') }),
    ]);
  const save = () =>
    run(async () => {
      const put = isCreated === true ? namespaces.update : namespaces.create;
      await put(tenant, toNamespace(namespace, form));
      setSaved(form);
      await renew();
      toast(words.saved);
    });

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
        <TextField
          label={namespaceText.description}
          value={form.description}
          onChange={(description) => change({ description })}
        />
        <JsonField
          label={words.variables}
          description={words.variablesText}
          problem={wrong.has('variables') ? words.notObject : undefined}
          text={form.variables}
          onChange={(variables) => change({ variables })}
        />
        <JsonField
          label={words.pluginDefaults}
          description={words.pluginDefaultsText}
          problem={wrong.has('pluginDefaults') ? words.notList : undefined}
          text={form.pluginDefaults}
          onChange={(pluginDefaults) => change({ pluginDefaults })}
        />
        <div className={classes.limit}>
          <TextField
            label={words.limit}
            description={words.limitText}
            error={wrong.has('limit') ? words.notLimit : undefined}
            inputMode="numeric"
            value={form.limit}
            onChange={(limit) => change({ limit })}
          />
          <NativeSelect
            label={words.behavior}
            description={words.behaviorText}
            value={form.behavior}
            onChange={(event) => change({ behavior: event.currentTarget.value as Behavior })}
            data={behaviors.map((value) => ({ value, label: words.behaviors[value] }))}
          />
        </div>
        <JsonField
          label={words.quotas}
          description={words.quotasText}
          problem={wrong.has('quotas') ? words.notList : undefined}
          text={form.quotas}
          onChange={(quotas) => change({ quotas })}
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
          <ActionButton
            label={backendText.action}
            reason={whyNotSave ?? (isCreated === true ? undefined : words.saveFirst)}
            onClick={() => setChoosing(true)}
          />
          {isCreated === true && (
            <ActionButton
              label={words.remove}
              reason={lacking(permissions, 'NAMESPACE:DELETE', namespace.id)}
              onClick={() => setDeleting(true)}
            />
          )}
        </div>
      </form>
      <LeaveGuard isDirty={() => JSON.stringify(form) !== JSON.stringify(saved)} />
      <EffectiveVariables namespace={namespace.id} />
      {choosing && (
        <BackendsDialog
          holder={namespace}
          title={backendText.title(`namespace “${namespace.id}”`)}
          inherited={backendText.inherited}
          onSave={async (backends) => {
            await namespaces.update(tenant, withBackends(await namespaces.get(tenant, namespace.id), backends));
            await renew();
            toast(backendText.saved(`Namespace “${namespace.id}”`));
          }}
          onClose={() => setChoosing(false)}
        />
      )}
      <ConfirmDialog
        opened={deleting}
        title={words.removeTitle(namespace.id)}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await namespaces.remove(tenant, namespace.id);
          setForm(toForm({}));
          setSaved(toForm({}));
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
