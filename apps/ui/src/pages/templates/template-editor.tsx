import { useState } from 'react';
import { templates, type WireTemplate } from '../../api/templates.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { toast, toastError } from '../../components/toast.ts';
import { LeaveGuard } from '../../editor/leave-guard.tsx';
import { SourceEditor } from '../../editor/source-editor.tsx';
import styles from '../../editor/source-editor.module.css';
import { templateText } from '../../messages/en-templates.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

export function TemplateEditor({ template }: { readonly template: WireTemplate }) {
  const tenant = useTenant();
  const { namespace, id } = template;
  const forbidden = lacking(usePermissions(), 'TEMPLATE:UPDATE', namespace);
  const [base, setBase] = useState(template.source ?? '');
  const [source, setSource] = useState(base);
  const [saving, setSaving] = useState(false);
  const dirty = source !== base;

  const save = async () => {
    setSaving(true);
    try {
      await templates.update(tenant, namespace, id, source);
      setBase(source);
      void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'templates') });
      await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'template', namespace, id) });
      toast(templateText.saved(id));
    } catch (error) {
      toastError(templateText.saveFailed, error);
    } finally {
      setSaving(false);
    }
  };

  return (
    <>
      <SourceEditor
        kind="template"
        tenant={tenant}
        initial={base}
        source={source}
        onChange={setSource}
        onSave={() => void save()}
        saveLabel={t.save}
        whyNotSave={forbidden ?? (dirty ? undefined : t.editor.nothingToSave)}
        readOnly={forbidden !== undefined}
        saving={saving}
        status={
          forbidden === undefined ? (
            <span className={dirty ? styles.dirty : undefined}>{dirty ? t.editor.changed : t.editor.unchanged}</span>
          ) : (
            <span title={forbidden}>{t.editor.readOnly}</span>
          )
        }
      />
      <LeaveGuard isDirty={() => dirty} />
    </>
  );
}
