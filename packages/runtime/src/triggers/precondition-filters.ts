/** `where` filters of preconditions: whether an execution is one of those that are waited for. */
import { isTruthyText } from '@windhover/expressions';
import { textOf, type Json, type JsonObject } from '@windhover/model';
import { RE2JS } from 're2js';
import type { StateNews } from './flow-trigger-variables.ts';

export async function meetsFilters(
  where: JsonObject,
  news: StateNews,
  render: (template: string) => Promise<string>,
): Promise<boolean> {
  const filters = (where['filters'] ?? []) as readonly JsonObject[];
  const isAny = where['operand'] === 'OR';
  for (const filter of filters) {
    const isMet = matches(filter, await fieldOf(filter, news, render));
    if (isMet === isAny) return isAny;
  }
  return !isAny;
}

async function fieldOf(
  { field, value }: JsonObject,
  news: StateNews,
  render: (template: string) => Promise<string>,
): Promise<string> {
  switch (field) {
    case 'FLOW_ID':
      return news.flowId;
    case 'NAMESPACE':
      return news.namespace;
    case 'STATE':
      return news.state;
    default:
      return render(textOf(value));
  }
}

function matches({ type, value, values }: JsonObject, text: string): boolean {
  const wanted = textOf(value);
  const list = (values ?? []) as readonly Json[];
  switch (type) {
    case 'EQUAL_TO':
      return text === wanted;
    case 'NOT_EQUAL_TO':
      return text !== wanted;
    case 'IN':
      return list.some((item) => textOf(item) === text);
    case 'NOT_IN':
      return !list.some((item) => textOf(item) === text);
    case 'IS_TRUE':
      return isTruthyText(text);
    case 'IS_FALSE':
      return !isTruthyText(text);
    case 'IS_NULL':
      return text === '';
    case 'IS_NOT_NULL':
      return text !== '';
    case 'STARTS_WITH':
      return text.startsWith(wanted);
    case 'ENDS_WITH':
      return text.endsWith(wanted);
    case 'CONTAINS':
      return text.includes(wanted);
    case 'REGEX':
      return RE2JS.compile(wanted).matches(text);
    default:
      throw new RangeError(`the filter type '${textOf(type)}' is not known`);
  }
}
