import { expect, test } from 'vitest';
import { readAdvisories } from './advisories.ts';

const hole = { title: 'Reads files of others', url: 'https://github.com/advisories/GHSA-1' };

test('holes are told with the package that has them, from moderate on', () => {
  const vulnerabilities = {
    archive: { severity: 'high', range: '<2.0.0', via: [hole] },
    program: { severity: 'high', range: '*', via: ['archive'] },
    small: { severity: 'low', range: '<1.1.0', via: [hole] },
  };

  expect(readAdvisories(JSON.stringify({ auditReportVersion: 2, vulnerabilities }))).toEqual({
    kind: 'known',
    holes: ['archive <2.0.0: Reads files of others (high, https://github.com/advisories/GHSA-1)'],
  });
});

test('without any the list is empty', () => {
  expect(readAdvisories('{"auditReportVersion":2,"vulnerabilities":{}}')).toEqual({ kind: 'known', holes: [] });
});

test('a registry that does not answer such questions leaves it open', () => {
  const refused = { message: '405 Method Not Allowed', statusCode: 405, error: { summary: '', detail: '' } };

  expect(readAdvisories(JSON.stringify(refused))).toEqual({ kind: 'unknown', reason: '405 Method Not Allowed' });
  expect(readAdvisories('')).toEqual({ kind: 'unknown', reason: 'no report came' });
});
