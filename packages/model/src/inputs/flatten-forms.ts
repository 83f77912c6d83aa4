/** Forms group inputs: a child's id is `form.child`, and it is asked for only when its form is. */
import type { Input } from '../flow.ts';

/** All inputs with the children of each form behind it, under their full ids and depending on the form. */
export function flattenForms(inputs: readonly Input[]): readonly Input[] {
  return inputs.flatMap((input) => (input.type === 'FORM' ? [input, ...flattenForms(placedChildren(input))] : [input]));
}

/** The inputs of a form as they were declared. */
export function childrenOf({ options }: Input): readonly Input[] {
  return (options['inputs'] ?? []) as unknown as readonly Input[];
}

function placedChildren(form: Input): readonly Input[] {
  return childrenOf(form).map((child) => ({
    ...child,
    id: `${form.id}.${child.id}`,
    dependsOn: { ...child.dependsOn, inputs: [form.id, ...(child.dependsOn?.inputs ?? [])] },
  }));
}
