import { Group, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { executionKey } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InputFields } from '../flows/input-fields.tsx';
import { fieldsOf, toForm, type InputValues } from '../flows/input-values.ts';
import { useCheckedInputs } from '../flows/use-checked-inputs.ts';
import type { ResumeDialogProps } from './resume-dialog-props.ts';

const words = t.executions.approval;

/** Approve or deny: nothing is chosen beforehand, and the button says what it will do. */
export function ApprovalDialog({ execution, asked, onSubmit, onClose }: ResumeDialogProps) {
  const tenant = useTenant();
  const [decision, setDecision] = useState('');
  const [comment, setComment] = useState('');
  const [values, setValues] = useState<InputValues>({});
  const { taskId, decisions, commentRequired } = asked.approval!;
  const inputs = fieldsOf(asked);
  const key = [...executionKey(tenant, execution.id), 'resume', execution.state.histories.length];
  const check = useCheckedInputs(key, inputs, values, (form, signal) =>
    executions.validateResume(tenant, execution.id, form, signal),
  );
  const isDenial = decision === 'DENIED';
  const needsComment = commentRequired === 'ALWAYS' || commentRequired === (isDenial ? 'ON_DENY' : 'ON_APPROVE');
  const submit = () => {
    // Who denies is not asked for what only an approval needs.
    const form = toForm(isDenial ? [] : inputs, values);
    form.set('decision', decision);
    if (comment.trim() !== '') form.set('comment', comment);
    return onSubmit(form);
  };
  return (
    <DialogForm
      opened
      title={words.title(taskId)}
      action={decision === '' ? words.decide : isDenial ? decisions.deny : decisions.approve}
      destructive={isDenial}
      ready={decision !== '' && (!needsComment || comment.trim() !== '')}
      onSubmit={submit}
      onClose={onClose}
    >
      <Radio.Group label={words.decision} value={decision} onChange={setDecision}>
        <Group gap="lg" mt={4}>
          <Radio value="APPROVED" label={decisions.approve} data-autofocus />
          <Radio value="DENIED" label={decisions.deny} />
        </Group>
      </Radio.Group>
      <Textarea
        label={words.comment}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        withAsterisk={decision !== '' && needsComment}
        autosize
        minRows={2}
        maxRows={8}
      />
      {inputs.length > 0 && !isDenial && (
        <>
          <span className="dim">{words.inputs}</span>
          <InputFields
            inputs={inputs}
            values={values}
            check={check ?? asked}
            onChange={(id, value) => setValues((before) => ({ ...before, [id]: value }))}
          />
        </>
      )}
    </DialogForm>
  );
}
