import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution, WireTaskRun } from '../../api/wire.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InputFields } from '../flows/input-fields.tsx';
import { enteredOf, toForm, type InputValues } from '../flows/input-values.ts';
import { RevisionField, useRevisions } from '../flows/revision-field.tsx';
import { useAskedInputs } from '../flows/use-asked-inputs.ts';
import { useReplay } from './use-replay.ts';

const words = t.executions.replayWith;

interface ReplayDialogProps {
  readonly execution: WireExecution;
  /** Begins there, with what came before it as it was; absent: from the start. */
  readonly from?: WireTaskRun;
  readonly onClose: () => void;
}

/** A replay with what may be changed: the revision, and the inputs, which begin as those of the original. */
export function ReplayDialog({ execution, from, onClose }: ReplayDialogProps) {
  const tenant = useTenant();
  const follow = useReplay();
  const { namespace, flowId, flowRevision } = execution;
  const [revision, setRevision] = useState(flowRevision);
  const [changed, setChanged] = useState<InputValues>({});
  const revisions = useRevisions(namespace, flowId);
  const flow = revisions.find((known) => known.revision === revision);
  const inputs = useAskedInputs(flow) ?? [];
  const values = { ...enteredOf(inputs, execution.inputs), ...changed };
  const isChanged = Object.keys(changed).length > 0;

  return (
    <DialogForm
      opened
      size="lg"
      title={from === undefined ? words.title : words.titleFrom(from.taskId)}
      action={t.executions.replay}
      focusAction
      onSubmit={() =>
        follow(
          executions.replay(tenant, execution.id, {
            ...(from === undefined ? {} : { taskRunId: from.id }),
            ...(revision === flowRevision ? {} : { revision }),
            ...(isChanged ? { form: toForm(inputs, values) } : {}),
          }),
        )
      }
      onClose={onClose}
    >
      <span className="dim">{from === undefined ? words.text : words.textFrom}</span>
      <RevisionField revisions={revisions} value={revision} original={flowRevision} onChange={setRevision} />
      <InputFields
        inputs={inputs}
        values={values}
        check={undefined}
        onChange={(id, value) => setChanged((before) => ({ ...before, [id]: value }))}
      />
    </DialogForm>
  );
}
