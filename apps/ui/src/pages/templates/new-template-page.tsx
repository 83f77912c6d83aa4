import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { templates } from '../../api/templates.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { toast } from '../../components/toast.ts';
import { SourceEditor } from '../../editor/source-editor.tsx';
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

  return (
    <>
      <PageBar crumbs={[{ label: t.templates.title, to: paths.templates(tenant) }]} title={templateText.new} />
      <SourceEditor
        kind="template"
        isNew
        tenant={tenant}
        initial={initial}
        source={source}
        onChange={setSource}
        save={async () => {
          const { namespace, id } = await templates.create(tenant, source);
          void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'templates') });
          toast(templateText.saved(id));
          await navigate({ to: paths.template(tenant, namespace, id), ignoreBlocker: true });
        }}
        saveFailed={templateText.saveFailed}
        forbidden={lacking(permissions, 'TEMPLATE:CREATE')}
      />
    </>
  );
}
