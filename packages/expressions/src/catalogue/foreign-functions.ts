/** Functions that flows written for Kestra may call and that are not offered here, with what to write instead. */
const instead: ReadonlyMap<string, string> = new Map([
  ['appLink', 'there are no apps that it could lead to'],
  ['assets', 'no assets are kept'],
  ['credential', "keep the token as a secret and read it with secret('KEY')"],
  ['iterationOutput', "read outputs.TASK['VALUE'], by the value that the iteration ran for"],
  ['parentOutput', 'read parent.outputs'],
  ['subflow', 'run the flow with a Subflow task and read outputs.TASK.outputs'],
]);

export const foreignFunctionNames: readonly string[] = [...instead.keys()];

/** Why a function of this name cannot be called, and what can be done; undefined for any other name. */
export function whyNotOffered(name: string): string | undefined {
  const remedy = instead.get(name);
  return remedy === undefined ? undefined : `The function '${name}' is not available here: ${remedy}`;
}
