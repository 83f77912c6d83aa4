/** Reusable inputs stand in a flow as a FORM whose children are those of their block. */
import type { Input } from '../flow.ts';
import type { Json } from '../json.ts';
import { childrenOf } from './flatten-forms.ts';

/** What an input of the type REUSABLE_INPUTS names. */
export interface ReusableInputsRef {
  readonly id: string;
  /** Looked for here, then in the namespaces above. */
  readonly namespace: string;
  /** Undefined: the newest. */
  readonly revision?: number;
}

/** Undefined for an input of another type; `namespace` is that of the flow. */
export function reusableInputsRef({ type, options }: Input, namespace: string): ReusableInputsRef | undefined {
  if (type !== 'REUSABLE_INPUTS') return undefined;
  const { ref, namespace: elsewhere, revision } = options;
  return {
    id: ref as string,
    namespace: (elsewhere as string | undefined) ?? namespace,
    ...(revision !== undefined && { revision: revision as number }),
  };
}

/** The input with the block in its place: what the block's inputs depend on is found below it. */
export function asForm(input: Input, block: readonly Input[]): Input {
  return {
    ...input,
    type: 'FORM',
    options: { inputs: block.map((child) => placed(child, input.id)) as unknown as Json },
  };
}

function placed(child: Input, blockId: string): Input {
  const { dependsOn } = child;
  return {
    ...child,
    blockId,
    ...(dependsOn && { dependsOn: { ...dependsOn, inputs: dependsOn.inputs.map((id) => `${blockId}.${id}`) } }),
    ...(child.type === 'FORM' && {
      options: { inputs: childrenOf(child).map((each) => placed(each, blockId)) as unknown as Json },
    }),
  };
}
