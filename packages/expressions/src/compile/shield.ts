/**
 * Texts that must not be rendered again (secrets, raw blocks) leave a pass of recursive rendering as tokens and are put
 * back at the end. The tokens hold no brace, so no pass takes them for an expression.
 */
export class Shield {
  readonly #texts: string[] = [];
  readonly #mark = `\uE0F0${Math.random().toString(36).slice(2)}-`;

  /** A token for a text. */
  hide(text: string): string {
    if (!text.includes('{')) return text;
    this.#texts.push(text);
    return `${this.#mark}${this.#texts.length - 1}\uE0F1`;
  }

  /** The text with each of the secrets in it replaced by a token. */
  hideSecrets(text: string, secrets: readonly string[]): string {
    let hidden = text;
    for (const secret of secrets)
      if (hidden.includes(secret)) hidden = hidden.replaceAll(secret, () => this.hide(secret));
    return hidden;
  }

  /** Puts the texts back. */
  reveal(text: string): string {
    if (this.#texts.length === 0 || !text.includes(this.#mark)) return text;
    const token = new RegExp(`${this.#mark}(\\d+)\uE0F1`, 'g');
    return text.replace(token, (_, index: string) => this.reveal(this.#texts[Number(index)] ?? ''));
  }
}
