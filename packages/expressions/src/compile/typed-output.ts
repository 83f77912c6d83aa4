import { classNameOf } from '../values/class-name.ts';
import { ValueError } from '../values/value-error.ts';

/**
 * Collects a value instead of a text. One print is the value itself; literal text may follow a print of a text;
 * everything else that would have to join values is refused.
 */
export class TypedOutput {
  value: unknown = null;

  addText(text: string): void {
    if (this.value === null) this.value = text;
    else if (typeof this.value === 'string') this.value += text;
    else throw new ValueError(`Tried to add java.lang.String to ${classNameOf(this.value)}`);
  }

  /** Null prints nothing, here as elsewhere. */
  addValue(value: unknown): void {
    if (value === null || value === undefined) return;
    if (this.value !== null) {
      throw new ValueError(`Tried to add ${classNameOf(value)} to ${classNameOf(this.value)}`);
    }
    this.value = value;
  }
}
