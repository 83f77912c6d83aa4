/** Inputs that stand within a value: columns of a TABLE, properties of an OBJECT. */
import type { InputType } from '../flow.ts';
import type { JsonObject } from '../json.ts';

/** An input with the properties of its type beside the common ones. */
export type ValuePart = JsonObject & {
  readonly id: string;
  readonly type: InputType;
  /** Default true. */
  readonly required?: boolean;
};

export function columnsOf({ columns }: JsonObject): readonly ValuePart[] {
  return (columns ?? []) as unknown as readonly ValuePart[];
}

/** Undefined where they are not listed, so that any will do. */
export function propertiesOf({ properties }: JsonObject): readonly ValuePart[] | undefined {
  return Array.isArray(properties) ? (properties as unknown as readonly ValuePart[]) : undefined;
}
