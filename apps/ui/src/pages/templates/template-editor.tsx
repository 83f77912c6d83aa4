import { useState } from 'react';
import { templates, type WireTemplate } from '../../api/templates.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { toast } from '../../components/toast.ts';
import { SourceEditor } from '../../editor/source-editor.tsx';
import { templateText } from '../../messages/en-templates.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

export function TemplateEditor({ template }: { readonly template: WireTemplate }) {
  const tenant = useTenant();
  const { namespace, id } = template;
  const forbidden = lacking(usePermissions(), 'TEMPLATE:UPDATE', namespace);
  const [base, setBase] = useState(template.source ?? '');
  const [source, setSource] = useState(base);

  return (
    <SourceEditor
      kind="template"
      tenant={tenant}
      initial={base}
      source={source}
      onChange={setSource}
      save={async () => {
        await templates.update(tenant, namespace, id, source);
        setBase(source);
        void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'templates') });
        await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'template', namespace, id) });
        toast(templateText.saved(id));
      }}
      saveFailed={templateText.saveFailed}
      forbidden={forbidden}
    />
  );
}
