/** How messages and audit entries name a template. */
export interface TemplateName {
  readonly namespace: string;
  readonly id: string;
}

export function templateThing({ namespace, id }: TemplateName): string {
  return `template '${namespace}.${id}'`;
}
