/** Clients send `null` for what they do not set; use cases know only what is there. */
type Given<Values> = { [Key in keyof Values]: Exclude<Values[Key], null> };

export function given<Values extends Readonly<Record<string, unknown>>>(values: Values): Given<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Given<Values>;
}
