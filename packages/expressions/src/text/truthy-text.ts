const falseTexts: ReadonlySet<string> = new Set(['', 'false', '0', '-0']);

/** The rule for rendered conditions (`runIf`, the condition of an If task …): false, 0, -0, nothing and null are false. */
export function isTruthyText(text: string | null | undefined): boolean {
  return text !== null && text !== undefined && !falseTexts.has(text.trim());
}
