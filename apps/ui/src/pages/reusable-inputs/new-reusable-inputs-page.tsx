import { useNavigate, useParams } from '@tanstack/react-router';
import { topText } from '@windhover/model/editor';
import { useState } from 'react';
import { reusableInputs } from '../../api/reusable-inputs.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { toast } from '../../components/toast.ts';
import { SourceEditor } from '../../editor/source-editor.tsx';
import { reusableInputsText as words } from '../../messages/en-reusable-inputs.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { crumbsOf } from './crumbs-of.ts';

/** Begins with inputs that work. */
export function NewReusableInputsPage() {
  const tenant = useTenant();
  const navigate = useNavigate();
  const permissions = usePermissions();
  const { namespace } = useParams({ strict: false }) as { namespace: string };
  const [initial] = useState(() => words.example(namespace));
  const [source, setSource] = useState(initial);
  const id = topText(source, 'id');

  return (
    <>
      <PageBar crumbs={crumbsOf(tenant, namespace)} title={words.new} />
      <SourceEditor
        kind="reusableInputs"
        isNew
        tenant={tenant}
        initial={initial}
        source={source}
        onChange={setSource}
        save={async () => {
          const saved = await reusableInputs.create(tenant, namespace, id!, source);
          void queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'reusable-inputs') });
          toast(words.saved(saved.id, saved.revision));
          await navigate({ to: paths.reusableInputs(tenant, namespace, saved.id), ignoreBlocker: true });
        }}
        saveFailed={words.saveFailed}
        forbidden={lacking(permissions, 'REUSABLE_INPUTS:CREATE', namespace)}
        lacks={id === undefined ? words.needsId : undefined}
      />
    </>
  );
}
