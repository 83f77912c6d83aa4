/** Gathers the values of an option that may be given several times: `option(flags, text, repeatable, [])`. */
export const repeatable = (value: string, before: readonly string[]): readonly string[] => [...before, value];
