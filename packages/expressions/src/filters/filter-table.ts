import type { Filter } from '../call-environment.ts';
import { chunk, flatten, keys, length, merge, slice, values } from './collections.ts';
import { toIon, toJson, yaml } from './data-formats.ts';
import { date, dateAdd } from './dates.ts';
import { base64decode, base64encode, urldecode, urlencode } from './encoding.ts';
import { first, last } from './ends-of-collection.ts';
import { escapeChar } from './escape-char.ts';
import { fallback } from './fallback.ts';
import { format } from './format.ts';
import { md5, sha1, sha256, sha512 } from './hashing.ts';
import { indent, nindent } from './indentation.ts';
import { jq } from './jq.ts';
import { capitalize, lower, title, upper } from './letter-case.ts';
import { numberFormat } from './number-format.ts';
import { abs, className, number, string } from './numbers.ts';
import { distinct, reverse, rsort, sort } from './ordering.ts';
import { regexExtract, regexMatch, regexReplace } from './regular-expressions.ts';
import { nl2br, replace } from './replacing.ts';
import { join, split } from './splitting.ts';
import {
  endsWith,
  startsWith,
  substringAfter,
  substringAfterLast,
  substringBefore,
  substringBeforeLast,
} from './substring.ts';
import { timestamp, timestampMicro, timestampMilli, timestampNano } from './timestamps.ts';
import { abbreviate, slugify, trim } from './trimming.ts';

/** By name; no prototype, so that a template finds nothing else in it. */
export const filterTable: Readonly<Record<string, Filter>> = Object.assign(
  Object.create(null) as Record<string, Filter>,
  {
    abbreviate,
    abs,
    base64decode,
    base64encode,
    capitalize,
    chunk,
    className,
    date,
    dateAdd,
    default: fallback,
    distinct,
    endsWith,
    escapeChar,
    first,
    flatten,
    format,
    indent,
    join,
    jq,
    json: toJson,
    keys,
    last,
    length,
    lower,
    md5,
    merge,
    nindent,
    nl2br,
    number,
    numberFormat,
    regexExtract,
    regexMatch,
    regexReplace,
    replace,
    reverse,
    rsort,
    sha1,
    sha256,
    sha512,
    slice,
    slugify,
    sort,
    split,
    startsWith,
    string,
    substringAfter,
    substringAfterLast,
    substringBefore,
    substringBeforeLast,
    timestamp,
    timestampMicro,
    timestampMilli,
    timestampNano,
    title,
    toIon,
    toJson,
    trim,
    upper,
    urldecode,
    urlencode,
    values,
    yaml,
  },
);
