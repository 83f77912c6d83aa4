/**
 * Bounds of one rendering. They exist because templates come from tenants that do not trust each other: whatever a
 * template says, it ends with a text or an error of kind `limit`.
 */
export interface Limits {
  /** Longest text and longest output, in UTF-16 units. */
  readonly textLength: number;
  /** Most items of a list that a template makes. */
  readonly listItems: number;
  /** Rounds of all loops of one rendering together. */
  readonly loopRounds: number;
  /** Work of one rendering, in parts of templates evaluated; filters charge by the size of what they are given. */
  readonly steps: number;
  /** Macros and blocks that call each other, and depth of data that is printed. */
  readonly depth: number;
  /** `render()` inside texts that are rendered. */
  readonly renderDepth: number;
  /** Passes of recursive rendering until the text stops changing. */
  readonly renderPasses: number;
  /** Wall time of one synchronous stretch, in milliseconds: a backstop behind `steps`. */
  readonly timeMs: number;
}

/** Chosen so that the dearest template ends within about a tenth of a second on one core. */
export const defaultLimits: Limits = {
  textLength: 16 * 1024 * 1024,
  listItems: 100_000,
  loopRounds: 1_000_000,
  steps: 4_000_000,
  depth: 100,
  renderDepth: 8,
  renderPasses: 100,
  timeMs: 2_000,
};
