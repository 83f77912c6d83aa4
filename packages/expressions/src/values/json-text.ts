/** JSON as prints write it. */
export function toJsonText(value: unknown): string { return JSON.stringify(value); }
