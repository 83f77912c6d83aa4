import { parameterNames } from './jq-outputs.ts';
import type { CompileJq } from './jq-outputs.ts';
import type { Closure } from './machine.ts';
import { parseJq } from './parse-jq.ts';

/** Builtins that are best said in jq itself, by name and number of arguments. */
const definitions: Readonly<Record<string, string>> = {
  'values/0': 'def values: select(. != null);',
  'nulls/0': 'def nulls: select(. == null);',
  'booleans/0': 'def booleans: select(type == "boolean");',
  'numbers/0': 'def numbers: select(type == "number");',
  'strings/0': 'def strings: select(type == "string");',
  'arrays/0': 'def arrays: select(type == "array");',
  'objects/0': 'def objects: select(type == "object");',
  'iterables/0': 'def iterables: select(type | . == "array" or . == "object");',
  'scalars/0': 'def scalars: select(type | . != "array" and . != "object");',
  'finites/0': 'def finites: select(isinfinite or isnan | not);',
  'normals/0': 'def normals: select(isnormal);',
  'isvalid/1': 'def isvalid(f): try (f | true) catch false;',
  'map_values/1': 'def map_values(f): .[] |= f;',
  'recurse/2': 'def recurse(f; cond): def r: ., (f | select(cond) | r); r;',
  'recurse_down/0': 'def recurse_down: recurse;',
  'paths/1': 'def paths(f): path(..) as $p | select(getpath($p) | f) | $p | select(length > 0);',
  'leaf_paths/0': 'def leaf_paths: paths(scalars);',
  'with_entries/1': 'def with_entries(f): to_entries | map(f) | from_entries;',
  'in/1': 'def in(xs): . as $x | xs | has($x);',
  'any/0': 'def any: any(.[]; .);',
  'all/0': 'def all: all(.[]; .);',
  'any/1': 'def any(f): any(.[]; f);',
  'all/1': 'def all(f): all(.[]; f);',
  'first/0': 'def first: .[0];',
  'last/0': 'def last: .[-1];',
  'nth/1': 'def nth($n): .[$n];',
  'nth/2':
    'def nth($n; f): if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;',
  'index/1': 'def index($i): indices($i) | .[0];',
  'rindex/1': 'def rindex($i): indices($i) | .[-1:][0];',
  'combinations/0':
    'def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;',
  'combinations/1': 'def combinations(n): . as $dot | [range(n)] | map($dot) | combinations;',
  'walk/1':
    'def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;',
  'todate/0': 'def todate: strftime("%Y-%m-%dT%H:%M:%SZ");',
  'fromdateiso8601/0': 'def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;',
  'todateiso8601/0': 'def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");',
  'fromdate/0': 'def fromdate: fromdateiso8601;',
  'date/0': 'def date: todate;',
  'dateadd/2': 'def dateadd(u; n): . + n;',
  'datesub/2': 'def datesub(u; n): . - n;',
  'match/1': 'def match($val): _match_list($val; null; false) | .[];',
  'match/2': 'def match($re; $flags): _match_list($re; $flags; false) | .[];',
  'test/1': 'def test($val): _match_list($val; null; true);',
  'test/2': 'def test($re; $flags): _match_list($re; $flags; true);',
  'capture/1': 'def capture($val): match($val) | _captures;',
  'capture/2': 'def capture($re; $flags): match($re; $flags) | _captures;',
  '_captures/0': 'def _captures: [.captures[] | select(.name != null) | {key: .name, value: .string}] | from_entries;',
  'scan/1': 'def scan($re): scan($re; null);',
  'scan/2':
    'def scan($re; $flags): match($re; "g" + $flags) | if (.captures | length) > 0 then [.captures[].string] else .string end;',
  'splits/1': 'def splits($re): splits($re; null);',
  'splits/2': 'def splits($re; $flags): split($re; $flags) | .[];',
  'sub/2': 'def sub($re; str): sub($re; str; "");',
  'sub/3':
    'def sub($re; str; $flags): . as $in | (reduce _match_list($re; $flags; false)[] as $m ([[0, ""]]; [.[] as [$at, $text] | ($m | _captures | str) as $s | [($m.offset + $m.length), ($text + $in[$at:$m.offset] + $s)]])) | .[] as [$at, $text] | $text + $in[$at:];',
  'gsub/2': 'def gsub($re; str): sub($re; str; "g");',
  'gsub/3': 'def gsub($re; str; $flags): sub($re; str; $flags + "g");',
  'tostream/0':
    'def tostream: path(def r: (.[]?|r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);',
  'fromstream/1':
    'def fromstream(f): {x: null, e: false} as $init | foreach f as $i ($init; if .e then $init else . end | if $i | length == 2 then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1]) else setpath(["e"]; $i[0] | length == 1) end; if .e then .x else empty end);',
  'truncate_stream/1':
    'def truncate_stream(stream): . as $n | null | stream | . as $input | if (.[0] | length) > $n then setpath([0]; .[0][$n:]) else empty end;',
  'INDEX/1': 'def INDEX(idx_expr): INDEX(.[]; idx_expr);',
  'INDEX/2': 'def INDEX(stream; idx_expr): reduce stream as $row ({}; .[$row | idx_expr | tostring] |= $row);',
  'IN/1': 'def IN(s): any(s == .; .);',
  'IN/2': 'def IN(src; s): any(src == s; .);',
};

const compiled = new Map<string, Closure>();

/** A builtin of the prelude, compiled when first called (a builtin may call itself or others); undefined if unknown. */
export function preludeRun(key: string, compileJq: CompileJq): (() => Closure) | undefined {
  const source = Object.hasOwn(definitions, key) ? definitions[key] : undefined;
  if (source === undefined) return undefined;
  return () => {
    let closure = compiled.get(key);
    if (closure === undefined) {
      const tree = parseJq(`${source} .`);
      if (tree.type !== 'define') throw new TypeError(`the prelude does not define ${key}`);
      const { parameters, body } = tree.definition;
      const run = compileJq(body, new Set(parameterNames(parameters)));
      // the names that it sees are given at each call
      closure = { run, parameters, env: undefined as never };
      compiled.set(key, closure);
    }
    return closure;
  };
}
