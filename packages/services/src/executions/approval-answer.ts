/** What somebody says to an Approval: two fields of the form beside its inputs. */
import type { Decision } from '@windhover/engine';
import { approvalType, type InputProblem, type TaskDefinition } from '@windhover/model';
import type { SuppliedPart } from './supplied-inputs.ts';

/** How an Approval is to be asked. */
export interface ApprovalQuestion {
  readonly taskId: string;
  /** What the two buttons say. */
  readonly decisions: { readonly approve: string; readonly deny: string };
  readonly commentRequired: 'NEVER' | 'ON_APPROVE' | 'ON_DENY' | 'ALWAYS';
}

/** The fields as they were sent. */
export interface HeardAnswer {
  decision?: string;
  comment?: string;
}

export interface ApprovalAnswer {
  readonly decision: Decision;
  readonly comment?: string;
}

/** Undefined for a task that is no Approval. */
export function questionOf(task: TaskDefinition | undefined): ApprovalQuestion | undefined {
  if (task?.type !== approvalType) return undefined;
  const { decisions, commentRequired = 'NEVER' } = task.properties;
  const { approve = 'Approve', deny = 'Deny' } = (decisions ?? {}) as Partial<ApprovalQuestion['decisions']>;
  return {
    taskId: task.id,
    decisions: { approve, deny },
    commentRequired: commentRequired as ApprovalQuestion['commentRequired'],
  };
}

/** Passes inputs on, and keeps the two fields in `heard`. */
export async function* withoutAnswer(
  parts: AsyncIterable<SuppliedPart>,
  heard: HeardAnswer,
): AsyncIterable<SuppliedPart> {
  for await (const part of parts) {
    if (part.name === 'decision' || part.name === 'comment') heard[part.name] = (await part.text()).trim();
    else yield part;
  }
}

/** The decision may be named as the task names it, in any case. */
export function decisionOf({ decisions }: ApprovalQuestion, { decision }: HeardAnswer): Decision | undefined {
  const said = decision?.toUpperCase() ?? '';
  if (['APPROVED', 'APPROVE', decisions.approve.toUpperCase()].includes(said)) return 'APPROVED';
  return ['DENIED', 'DENY', decisions.deny.toUpperCase()].includes(said) ? 'DENIED' : undefined;
}

/** What is wrong with the answer, all of it. */
export function answerProblems(question: ApprovalQuestion, heard: HeardAnswer): readonly InputProblem[] {
  const decision = decisionOf(question, heard);
  const problems: InputProblem[] = [];
  if (decision === undefined) {
    const sent = heard.decision === undefined ? 'is missing' : `'${heard.decision}' is no decision`;
    const message = `Task '${question.taskId}' waits for a decision, \`decision\` ${sent}: send APPROVED or DENIED`;
    problems.push({ inputId: 'decision', message });
  }
  const needsComment =
    question.commentRequired === 'ALWAYS' ||
    question.commentRequired === (decision === 'APPROVED' ? 'ON_APPROVE' : decision === 'DENIED' ? 'ON_DENY' : '');
  if (needsComment && (heard.comment ?? '') === '') {
    problems.push({
      inputId: 'comment',
      message: `Task '${question.taskId}' asks for a reason: send it as \`comment\``,
    });
  }
  return problems;
}
