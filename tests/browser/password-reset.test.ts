import { afterAll, expect, test } from 'vitest';
import { eventually, startServer } from '@windhover/testing';
import { startSmtpSink } from '../password-reset/smtp-sink.ts';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('who has forgotten the password sets a new one with the link in a mail', async () => {
  const sink = await startSmtpSink();
  const configuration = {
    'kestra.ee.mail-service': { host: '127.0.0.1', port: sink.port, 'starttls-enable': false },
    'kestra.url': 'https://windhover.example',
  };
  const server = await startServer({ ui: true, configuration });
  const { page, complaints } = await openPage(server);

  await page.goto('/ui/login');
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await page.getByLabel('E-mail or user name').fill(server.admin.username);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send a link' }).click();
  await page.getByRole('status').getByText('on its way').waitFor();
  await eventually(async () => expect(sink.mails).toHaveLength(1));
  const link = /https:\/\/windhover\.example(\/ui\/\S+)/.exec(sink.mails[0]!.text)![1]!;

  await page.goto(link);
  await page.getByText(/At least 8 characters/).waitFor();
  await page.getByLabel('New password', { exact: true }).fill('weak');
  await page.getByLabel('Password again').fill('weak');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('alert').waitFor();
  await expectAccessible(page);
  await page.getByLabel('New password', { exact: true }).fill('Another-456!');
  await page.getByLabel('Password again').fill('Another-457!');
  await page.getByText('The two passwords differ').waitFor();
  await page.getByLabel('Password again').fill('Another-456!');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('status').getByText('The new password is set').waitFor();

  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill('Third-789!x');
  await page.getByLabel('Password again').fill('Third-789!x');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('alert').getByText('This link was used already').waitFor();
  await page.getByRole('link', { name: 'Back to sign in' }).click();
  await signIn(page, { ...server.admin, password: 'Another-456!' });
  expect(complaints).toEqual([]);
});
