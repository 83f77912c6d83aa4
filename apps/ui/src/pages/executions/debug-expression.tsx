import { Textarea } from '@mantine/core';
import type { Json } from '@windhover/model';
import { useState } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution, WireTaskRun } from '../../api/wire.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { JsonTree } from '../../components/json-tree.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { outputsText } from '../../messages/en-outputs.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './execution-outputs.module.css';

const words = outputsText.debug;

interface DebugExpressionProps {
  readonly execution: WireExecution;
  /** As which it is rendered; undefined for the execution as a whole. */
  readonly taskRun: WireTaskRun | undefined;
}

/** Renders an expression as a flow would, to find the one that gives what is wanted. */
export function DebugExpression({ execution, taskRun }: DebugExpressionProps) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [expression, setExpression] = useState('');
  const [result, setResult] = useState<string>();
  const { busy, error, run } = useAttempt();
  const reason = lacking(permissions, 'EXECUTION:ACCESS_OUTPUTS', execution.namespace);
  const evaluate = () => {
    if (busy || reason !== undefined || expression.trim() === '') return;
    void run(async () => {
      setResult(undefined);
      const reply = await executions.evaluate(tenant, execution.id, taskRun?.id, expression);
      if (reply.error !== undefined) throw new Error(reply.error);
      setResult(reply.result ?? '');
    });
  };
  return (
    <form
      className={classes.debug}
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        evaluate();
      }}
    >
      <h2>{words.title}</h2>
      <p className="dim">{taskRun === undefined ? words.asExecution : words.asTaskRun(nameOf(taskRun))}</p>
      <div className={classes.ask}>
        <Textarea
          aria-label={words.expression}
          placeholder={words.placeholder}
          autosize
          minRows={1}
          maxRows={8}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--font-mono)', fontSize: 13 } }}
          value={expression}
          onChange={(event) => setExpression(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            evaluate();
          }}
        />
        <ActionButton label={words.evaluate} reason={reason} busy={busy} />
      </div>
      {error !== undefined && <InlineError error={error} />}
      {result !== undefined && (
        <output className={classes.result} aria-label={words.result}>
          <Result text={result} executionId={execution.id} />
        </output>
      )}
    </form>
  );
}

/** As a tree when it is one. */
function Result({ text, executionId }: { readonly text: string; readonly executionId: string }) {
  if (text === '') return <span className="dim">{words.empty}</span>;
  const value = treeOf(text);
  return value === undefined ? <pre>{text}</pre> : <JsonTree value={value} executionId={executionId} />;
}

function treeOf(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function nameOf({ taskId, value }: WireTaskRun): string {
  return value === undefined ? taskId : `${taskId} ${value}`;
}
