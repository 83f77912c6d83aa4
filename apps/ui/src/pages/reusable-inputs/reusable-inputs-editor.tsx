import { useState } from 'react';
import { reusableInputs, type WireReusableInputs } from '../../api/reusable-inputs.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { toast } from '../../components/toast.ts';
import { SourceEditor } from '../../editor/source-editor.tsx';
import { reusableInputsText as words } from '../../messages/en-reusable-inputs.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { keepSaved } from './keep-saved.ts';

export function ReusableInputsEditor({ block }: { readonly block: WireReusableInputs }) {
  const tenant = useTenant();
  const { namespace, id } = block;
  const forbidden = lacking(usePermissions(), 'REUSABLE_INPUTS:UPDATE', namespace);
  const [base, setBase] = useState(block.source);
  const [source, setSource] = useState(base);

  return (
    <SourceEditor
      kind="reusableInputs"
      tenant={tenant}
      initial={base}
      source={source}
      onChange={setSource}
      save={async () => {
        const saved = await reusableInputs.update(tenant, namespace, id, source);
        setBase(source);
        keepSaved(tenant, saved);
        toast(words.saved(id, saved.revision));
      }}
      saveFailed={words.saveFailed}
      forbidden={forbidden}
    />
  );
}
