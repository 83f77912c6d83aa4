/**
 * From rendered text to what a schema wants: templates give text, properties may be numbers, booleans, lists or maps.
 * Made once a schema; values that do not fit are left as they are, for the schema's own message.
 */
export type Coerce = (value: unknown) => unknown;

/** The part of a zod schema that is looked at. */
export interface SchemaNode {
  readonly _zod: { readonly def: SchemaDef };
}

interface SchemaDef {
  readonly type: string;
  readonly innerType?: SchemaNode;
  readonly element?: SchemaNode;
  readonly valueType?: SchemaNode;
  readonly shape?: Readonly<Record<string, SchemaNode>>;
  readonly options?: readonly SchemaNode[];
  readonly in?: SchemaNode;
  readonly out?: SchemaNode;
  readonly getter?: () => SchemaNode;
}

const asItIs: Coerce = (value) => value;

export function coercionOf(schema: SchemaNode): Coerce {
  const def = schema._zod.def;
  switch (def.type) {
    case 'string':
    case 'template_literal':
      return toText;
    case 'number':
    case 'int':
      return toNumber;
    case 'boolean':
      return toBoolean;
    case 'array':
      return listOf(coercionOf(def.element!));
    case 'object':
      return mapOf(def.shape!);
    case 'record':
      return recordOf(coercionOf(def.valueType!));
    case 'union':
      return unionOf(def.options!);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return orAbsent(def.type, coercionOf(def.innerType!));
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return coercionOf(def.innerType!);
    case 'pipe':
      return coercionOf(def.in!._zod.def.type === 'transform' ? def.out! : def.in!);
    case 'lazy':
      return lazily(() => coercionOf(def.getter!()));
    default:
      return asItIs;
  }
}

const toText: Coerce = (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);

const toNumber: Coerce = (value) => {
  if (typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
};

const toBoolean: Coerce = (value) => {
  if (typeof value !== 'string') return value;
  switch (value.trim().toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return value;
  }
};

function listOf(item: Coerce): Coerce {
  return (value) => {
    const list = typeof value === 'string' ? parseStarting(value, '[') : value;
    return Array.isArray(list) ? list.map(item) : value;
  };
}

function mapOf(shape: Readonly<Record<string, SchemaNode>>): Coerce {
  const coercions = Object.entries(shape).map(([name, schema]) => [name, coercionOf(schema)] as const);
  return (value) => {
    const map = typeof value === 'string' ? parseStarting(value, '{') : value;
    if (!isMap(map)) return value;
    const result: Record<string, unknown> = { ...map };
    for (const [name, coerce] of coercions) if (Object.hasOwn(map, name)) result[name] = coerce(map[name]);
    return result;
  };
}

function recordOf(item: Coerce): Coerce {
  return (value) => {
    const map = typeof value === 'string' ? parseStarting(value, '{') : value;
    if (!isMap(map)) return value;
    return Object.fromEntries(Object.entries(map).map(([name, member]) => [name, item(member)]));
  };
}

/** Text stays text where text is allowed; else the first option that it can be turned into. */
function unionOf(options: readonly SchemaNode[]): Coerce {
  const kinds = options.map((option) => ({ takesText: takesText(option), coerce: coercionOf(option) }));
  return (value) => {
    if (typeof value === 'string') {
      if (kinds.some((kind) => kind.takesText)) return value;
      for (const { coerce } of kinds) {
        const coerced = coerce(value);
        if (coerced !== value) return coerced;
      }
      return value;
    }
    for (const { coerce } of kinds) {
      const coerced = coerce(value);
      if (coerced !== value) return coerced;
    }
    return value;
  };
}

/** An empty text stands for nothing where something other than text is wanted; so does null where it is not allowed. */
function orAbsent(wrapper: string, inner: Coerce): Coerce {
  return (value) => {
    if (value === null) return wrapper === 'nullable' || inner(null) === null ? null : undefined;
    if (value === '' && inner !== toText && inner !== asItIs) {
      const coerced = inner(value);
      return coerced === '' ? undefined : coerced;
    }
    return inner(value);
  };
}

function lazily(make: () => Coerce): Coerce {
  let made: Coerce | undefined;
  return (value) => (made ??= make())(value);
}

function takesText(schema: SchemaNode): boolean {
  const { type } = schema._zod.def;
  return type === 'string' || type === 'enum' || type === 'unknown' || type === 'any' || type === 'literal';
}

function parseStarting(text: string, start: '[' | '{'): unknown {
  if (!text.trimStart().startsWith(start)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
