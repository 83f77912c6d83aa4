import { expect, test } from 'vitest';
import type { TakesShare } from '@windhover/ports';
import { shareOut, type SeenServer, type SeenShard } from './share-out.ts';

const server = (holder: string, more: Partial<SeenServer> = {}): SeenServer => ({
  holder,
  takesShare: true,
  isGone: false,
  ...more,
});

const me = (holder: string, takesShare: TakesShare = 'always') => ({ holder, takesShare });

const shardsOf = (...holders: readonly (readonly [string | null, number])[]): SeenShard[] =>
  holders
    .flatMap(([holder, count]) => Array.from({ length: count }, () => holder))
    .map((holder, shard) => ({ shard, holder }));

test('the only server takes all shards', () => {
  expect(shareOut(me('a'), [server('a')], shardsOf([null, 64])).take).toHaveLength(64);
});

test('who joins takes nothing from those who live, and they see what is too much', () => {
  const servers = [server('a'), server('b')];
  const shards = shardsOf(['a', 64]);
  expect(shareOut(me('b'), servers, shards)).toEqual({ take: [], surplus: 0 });
  expect(shareOut(me('a'), servers, shards)).toEqual({ take: [], surplus: 32 });
});

test('three servers that give back and take end with shares that differ by two at most', () => {
  const servers = [server('a'), server('b'), server('c')];
  const before = shardsOf(['a', 32], ['b', 32]);
  expect(['a', 'b'].map((holder) => shareOut(me(holder), servers, before).surplus)).toEqual([10, 10]);
  const given = shardsOf(['a', 22], ['b', 22], [null, 20]);
  expect(servers.map(({ holder }) => shareOut(me(holder), servers, given).take.length)).toEqual([0, 0, 20]);
});

test('shards of a server that is gone, or that nobody knows, are free', () => {
  const servers = [server('a'), server('b', { isGone: true })];
  expect(shareOut(me('a'), servers, shardsOf(['a', 21], ['b', 22], ['unknown', 21])).take).toHaveLength(43);
});

test('a command takes shards only where no server lives', () => {
  const command = server('c', { takesShare: false });
  expect(shareOut(me('c', 'ifAlone'), [command], shardsOf([null, 64])).take).toHaveLength(64);
  expect(shareOut(me('c', 'ifAlone'), [command, server('a')], shardsOf(['c', 64]))).toEqual({ take: [], surplus: 64 });
  expect(shareOut(me('a'), [command, server('a')], shardsOf([null, 64])).take).toHaveLength(64);
});

test('who never takes any gives back what it has', () => {
  const webserver = server('w', { takesShare: false });
  expect(shareOut(me('w', 'never'), [webserver], shardsOf([null, 60], ['w', 4]))).toEqual({ take: [], surplus: 4 });
});
