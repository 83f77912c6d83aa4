import { describe, expect, test } from 'vitest';
import { and, joinSql, or, rawSql, sql, textMaker, type Sql } from './sql-text.ts';

const numbered = textMaker((number) => `$${String(number)}`);
const plain = textMaker(() => '?');

test('values become parameters, in the order of their places', () => {
  const column = sql`name`;
  const statement = sql`select * from t where ${column} = ${'a'} and ${and([sql`x > ${1}`, sql`y is ${null}`])}`;
  expect(numbered(statement)).toBe('select * from t where name = $1 and (x > $2 and y is $3)');
  expect(plain(statement)).toBe('select * from t where name = ? and (x > ? and y is ?)');
  expect(statement.values).toEqual(['a', 1, null]);
});

test('lists of conditions and values are joined, empty ones have a meaning', () => {
  expect(plain(sql`${or([sql`a`, sql`b`])} and c in (${joinSql([1, 2])})`)).toBe('(a or b) and c in (?, ?)');
  expect([plain(and([])), plain(or([]))]).toEqual(['true', 'false']);
});

describe('the text of a statement', () => {
  const find = (column: Sql, id: string): Sql => sql`select * from t where ${sql`${column} = ${id}`} limit ${1}`;
  const column = sql`a`;

  test('is made once for all that differ in their values only', () => {
    let places = 0;
    const counting = textMaker((number) => `$${String((places += 1) && number)}`);
    expect(counting(find(column, 'x'))).toBe('select * from t where a = $1 limit $2');
    expect(counting(find(column, 'y'))).toBe('select * from t where a = $1 limit $2');
    expect(places).toBe(2);
    expect(find(column, 'y').isFixed).toBe(true);
  });

  test('is made once for all with the same words of our own', () => {
    const ofTable = (table: string): Sql => sql`delete from ${rawSql(table)} where id = ${1}`;
    expect(ofTable('users').chunks).toBe(ofTable('users').chunks);
    expect([ofTable('users'), ofTable('roles')].map(plain)).toEqual([
      'delete from users where id = ?',
      'delete from roles where id = ?',
    ]);
  });

  test('is another one where a fragment differs, or a value stands in its place', () => {
    expect(plain(find(sql`b`, 'x'))).toBe('select * from t where b = ? limit ?');
    const either = (item: Sql | number): Sql => sql`select ${item}`;
    expect([either(sql`a`), either(1)].map(plain)).toEqual(['select a', 'select ?']);
  });

  test('is not worth preparing where a list is in it', () => {
    expect(sql`select * from t where a in (${joinSql([1, 2, 3])})`.isFixed).toBe(false);
  });
});
