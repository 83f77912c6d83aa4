import { IconDownload, IconToggleLeft, IconToggleRight, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { flowBulk, type FlowOperation } from '../../api/flow-bulk.ts';
import type { Filter } from '../../api/query.ts';
import type { WireFlow } from '../../api/wire.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { toast, toastError } from '../../components/toast.ts';
import type { Chosen } from '../../components/use-selection.ts';
import { saveFile } from '../../files/save-file.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = bulkText.flows;

/** Whether there is something to change in a flow. */
const holds: Readonly<Record<FlowOperation, (flow: WireFlow) => boolean>> = {
  enable: (flow) => flow.disabled === true,
  disable: (flow) => flow.disabled !== true,
  delete: () => true,
};

interface FlowBulkActionsProps {
  readonly selection: Chosen<{ readonly flow: WireFlow }>;
  readonly filters: readonly Filter[];
  readonly total: number;
}

/** What can be done with the chosen flows; what changes them asks first and says how many. */
export function FlowBulkActions({ selection, filters, total }: FlowBulkActionsProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [asked, setAsked] = useState<FlowOperation>();
  const chosen = [...selection.chosen.values()].map(({ flow }) => flow);
  const names = asked === undefined ? [] : chosen.filter(holds[asked]);
  const count = selection.all ? total : names.length;
  const ask = (operation: FlowOperation) => ({
    label: words.label[operation],
    reason:
      lacking(permissions, `FLOW:${operation.toUpperCase()}`) ??
      (selection.all || chosen.some(holds[operation]) ? undefined : words.none),
    onClick: () => setAsked(operation),
  });
  const download = () =>
    void flowBulk.zip(tenant, selection.all ? { filters } : { names: chosen }).then(
      (zip) => saveFile(zip, 'flows.zip'),
      (error: unknown) => toastError(words.downloadFailed, error),
    );
  return (
    <>
      <SelectionBar selection={selection} total={total}>
        <ActionButton
          label={words.download}
          icon={<IconDownload size={15} />}
          reason={lacking(permissions, 'FLOW:EXPORT')}
          onClick={download}
        />
        <ActionButton {...ask('enable')} icon={<IconToggleRight size={15} />} />
        <ActionButton {...ask('disable')} icon={<IconToggleLeft size={15} />} />
        <ActionButton {...ask('delete')} icon={<IconTrash size={15} />} />
      </SelectionBar>
      {asked !== undefined && (
        <ConfirmDialog
          opened
          title={words.title(words.label[asked], count)}
          confirmLabel={words.label[asked]}
          destructive={asked === 'delete'}
          onConfirm={async () => {
            const done = await flowBulk.change(tenant, asked, selection.all ? { filters } : { names });
            selection.clear();
            await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flows') });
            toast(words.done(words.label[asked], done.count));
          }}
          onClose={() => setAsked(undefined)}
        >
          {words.text[asked]} {selection.all ? words.matching : words.passedOver(chosen.length - names.length)}
        </ConfirmDialog>
      )}
    </>
  );
}
