import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { templates } from '../../api/templates.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { LeaveGuard } from '../../editor/leave-guard.tsx';
import { SourceEditor } from '../../editor/source-editor.tsx';
import styles from '../../editor/source-editor.module.css';
import { templateText } from '../../messages/en-templates.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useSettings } from '../../settings/settings.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Begins with a small template that works. */
export function NewTemplatePage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const chosen = useSettings().namespaces[tenant ?? ''];
  const [initial] = useState(() => templateText.example(chosen || t.editor.exampleNamespace));
  const [source, setSource] = useState(initial);
  const [saving, setSaving] = useState(false);
  const dirty = source !== initial;

  const save = async () => {
    setSaving(true);
    try {
      const { namespace, id } = await templates.create(tenant, source);
      void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'templates') });
      toast(templateText.saved(id));
      await navigate({ to: paths.template(tenant, namespace, id), ignoreBlocker: true });
    } catch (error) {
      toastError(templateText.saveFailed, error);
      setSaving(false);
    }
  };

  return (
    <>
      <PageBar crumbs={[{ label: t.templates.title, to: paths.templates(tenant) }]} title={templateText.new} />
      <SourceEditor
        kind="template"
        tenant={tenant}
        initial={initial}
        source={source}
        onChange={setSource}
        onSave={() => void save()}
        saveLabel={t.editor.create}
        whyNotSave={lacking(permissions, 'TEMPLATE:CREATE')}
        readOnly={false}
        saving={saving}
        status={
          <span className={dirty ? styles.dirty : undefined}>{dirty ? t.editor.changed : t.editor.unchanged}</span>
        }
      />
      <LeaveGuard isDirty={() => dirty} />
    </>
  );
}
