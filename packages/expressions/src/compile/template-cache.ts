/** As many as the original keeps. */
const mostTemplates = 1_000;
/** UTF-16 units of all cached sources together. */
const mostCharacters = 8 * 1024 * 1024;

/**
 * Keeps about the thousand templates used last. Two generations instead of a list in order of use: a hit costs one
 * look-up, and when the young generation is full it becomes the old one, whose unused templates are forgotten.
 */
export class TemplateCache<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();
  #characters = 0;

  get(source: string): T | undefined {
    const young = this.#young.get(source);
    if (young !== undefined) return young;
    const old = this.#old.get(source);
    if (old !== undefined) this.set(source, old);
    return old;
  }

  set(source: string, template: T): void {
    this.#young.set(source, template);
    this.#characters += source.length;
    if (this.#young.size < mostTemplates / 2 && this.#characters < mostCharacters / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#characters = 0;
  }
}
