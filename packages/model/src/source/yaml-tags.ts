/** How plain scalars are read: YAML 1.2 with the booleans of 1.1, and nothing that JSON cannot hold. */
import type { ScalarTag, Tags } from 'yaml';

const bool: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:t|y|on)/i.test(text),
};

/** Integers that a number cannot hold exactly stay text, so that no digit is lost. */
function integer(text: string, digits: string, radix: number): number | string {
  const value = Number.parseInt(digits, radix);
  return Number.isSafeInteger(value) ? value : text;
}

const int: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?[0-9]+$/,
  resolve: (text) => integer(text, text, 10),
};

const hexadecimal: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^0x[0-9a-fA-F]+$/,
  resolve: (text) => integer(text, text.slice(2), 16),
};

/** A value beyond the range of a double (1e400) stays text as well. */
const float: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+)$/,
  resolve: (text) => {
    const value = Number.parseFloat(text);
    return Number.isFinite(value) ? value : text;
  },
};

/** Map, sequence, text and null as the library has them; dates stay text. */
export function flowTags(tags: Tags): Tags {
  const kept = tags.filter((tag) => typeof tag === 'string' || !/:(?:bool|int|float)$/.test(tag.tag));
  return [...kept, bool, int, hexadecimal, float];
}
