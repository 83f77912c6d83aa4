import { Button } from '@mantine/core';
import { placeOfTask } from '@windhover/model/editor';
import { useEffect, useRef, useState } from 'react';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { toast } from '../../components/toast.ts';
import { SourceEditor } from '../../editor/source-editor.tsx';
import type { CodeEditorHandle } from '../../editor/code-editor.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { whyNot } from '../../why-not.ts';

/** Edits the newest revision; says so when somebody else saved one meanwhile. */
export function FlowEditor({ flow }: { readonly flow: WireFlow }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const editor = useRef<CodeEditorHandle>(null);
  const [base, setBase] = useState({ source: flow.source ?? '', revision: flow.revision });
  const [source, setSource] = useState(base.source);

  // A link to a task leads to where it is written.
  const [search] = useUrlSearch();
  const [asked] = useState(() => placeOfTask(base.source, search['task'] ?? ''));
  useEffect(() => {
    if (asked !== undefined) editor.current?.goTo(asked.line, asked.column);
  }, [asked]);

  const load = () => {
    const next = { source: flow.source ?? '', revision: flow.revision };
    setBase(next);
    setSource(next.source);
    editor.current?.replace(next.source);
  };

  return (
    <SourceEditor
      ref={editor}
      tenant={tenant}
      initial={base.source}
      source={source}
      onChange={setSource}
      save={async () => {
        const saved = await flows.update(tenant, flow.namespace, flow.id, source);
        setBase({ source, revision: saved.revision });
        await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flow', flow.namespace, flow.id) });
        toast(t.editor.saved(saved.revision));
      }}
      saveFailed={t.editor.saveFailed}
      forbidden={whyNot.saveFlow(flow, permissions)}
      notice={
        flow.revision > base.revision ? (
          <>
            {t.editor.changedElsewhere(flow.revision)}
            <Button variant="default" onClick={load}>
              {t.editor.load}
            </Button>
          </>
        ) : undefined
      }
      unchanged={t.flows.revision(base.revision)}
    />
  );
}
