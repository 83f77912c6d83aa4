import { IconDownload, IconToggleLeft, IconToggleRight, IconTrash } from '@tabler/icons-react';
import { flowBulk, type FlowOperation, type FlowTarget } from '../../api/flow-bulk.ts';
import type { Filter } from '../../api/query.ts';
import type { WireFlow } from '../../api/wire.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions, type Permission } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { toastError } from '../../components/toast.ts';
import { useBulkChange, type BulkRule } from '../../components/use-bulk-change.tsx';
import type { Chosen } from '../../components/use-selection.ts';
import { saveFile } from '../../files/save-file.ts';
import { bulkText } from '../../messages/en-bulk.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = bulkText.flows;

interface Row {
  readonly flow: WireFlow;
}

const rule = (permission: Permission, problemOf: (flow: WireFlow) => string | undefined): BulkRule<Row> => ({
  permission,
  whyNot: ({ flow }, permissions) => problemOf(flow) ?? lacking(permissions, permission, flow.namespace),
});

const rules = {
  enable: rule('FLOW:ENABLE', ({ disabled }) => (disabled === true ? undefined : words.whyNot.enable)),
  disable: rule('FLOW:DISABLE', ({ disabled }) => (disabled === true ? words.whyNot.disable : undefined)),
  delete: rule('FLOW:DELETE', () => undefined),
};

interface FlowBulkActionsProps {
  readonly selection: Chosen<Row>;
  readonly filters: readonly Filter[];
  readonly total: number;
}

/** What can be done with the chosen flows; what changes them asks first and says how many. */
export function FlowBulkActions({ selection, filters, total }: FlowBulkActionsProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const { ask, question } = useBulkChange<Row, FlowOperation>({
    selection,
    total,
    rules,
    destructive: ['delete'],
    words,
    change: async (operation, rows) => {
      const done = await flowBulk.change(tenant, operation, targetOf(rows, filters));
      await queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'flows') });
      return done;
    },
  });
  const download = () =>
    void flowBulk.zip(tenant, targetOf(selection.all ? undefined : [...selection.chosen.values()], filters)).then(
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
      {question}
    </>
  );
}

function targetOf(rows: readonly Row[] | undefined, filters: readonly Filter[]): FlowTarget {
  return rows === undefined ? { filters } : { names: rows.map(({ flow }) => flow) };
}
