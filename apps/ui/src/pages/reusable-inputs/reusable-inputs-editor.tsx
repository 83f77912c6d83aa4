import { useState } from 'react';
import { reusableInputs, type WireReusableInputs } from '../../api/reusable-inputs.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { toast, toastError } from '../../components/toast.ts';
import { LeaveGuard } from '../../editor/leave-guard.tsx';
import { SourceEditor } from '../../editor/source-editor.tsx';
import styles from '../../editor/source-editor.module.css';
import { t } from '../../messages/en.ts';
import { reusableInputsText as words } from '../../messages/en-reusable-inputs.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { keepSaved } from './keep-saved.ts';

export function ReusableInputsEditor({ block }: { readonly block: WireReusableInputs }) {
  const tenant = useTenant();
  const { namespace, id } = block;
  const forbidden = lacking(usePermissions(), 'REUSABLE_INPUTS:UPDATE', namespace);
  const [base, setBase] = useState(block.source);
  const [source, setSource] = useState(base);
  const [saving, setSaving] = useState(false);
  const dirty = source !== base;

  const save = async () => {
    setSaving(true);
    try {
      const saved = await reusableInputs.update(tenant, namespace, id, source);
      setBase(source);
      keepSaved(tenant, saved);
      toast(words.saved(id, saved.revision));
    } catch (error) {
      toastError(words.saveFailed, error);
    } finally {
      setSaving(false);
    }
  };

  return (
    <>
      <SourceEditor
        kind="reusableInputs"
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
