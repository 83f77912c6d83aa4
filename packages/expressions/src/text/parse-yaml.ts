import { parseDocument } from 'yaml';
import { isAlias, isMap as isYamlMap, isScalar, isSeq } from 'yaml';
import { double } from '../values/boxed.ts';
import { javaText } from '../values/java-text.ts';
import { isLongRange } from '../values/number-kind.ts';
import { bigInteger } from '../values/arithmetic.ts';
import { mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';

const deepestData = 200;

/** The value of the first YAML document. Anchors are not resolved: an alias is the name that it points to. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, {
    intAsBigInt: true,
    merge: false,
    uniqueKeys: false,
    schema: 'core',
    logLevel: 'silent',
  });
  const [problem] = document.errors;
  if (problem !== undefined && problem.code !== 'MULTIPLE_DOCS') throw new ValueError(problem.message);
  return valueOf(document.contents, 0);
}

function valueOf(node: unknown, depth: number): unknown {
  if (depth > deepestData) throw new ValueError('the data is nested too deeply');
  if (isAlias(node)) return node.source;
  if (isYamlMap(node)) {
    return mapOf(node.items.map((pair) => [javaText(valueOf(pair.key, depth + 1)), valueOf(pair.value, depth + 1)]));
  }
  if (isSeq(node)) return node.items.map((item) => valueOf(item, depth + 1));
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'bigint') return integer(value);
  if (typeof value === 'number') return double(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : value === undefined ? null : (value ?? null);
}

function integer(value: bigint): unknown {
  if (value >= -2147483648n && value <= 2147483647n) return Number(value);
  return isLongRange(value) ? value : bigInteger(value);
}
