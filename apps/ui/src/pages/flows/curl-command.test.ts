import { expect, test } from 'vitest';
import { curlCommand } from './curl-command.ts';

test('values are sent as they are, whatever a shell or curl would make of them', () => {
  const form = new FormData();
  form.append('name', "it's @home $HOME");
  form.append('file', new File(['x'], 'orders.csv'), 'orders.csv');

  expect(curlCommand('http://localhost/api/v1/executions/a/b?labels=k%3Av', 'me@example.com', form)).toBe(
    "curl -X POST 'http://localhost/api/v1/executions/a/b?labels=k%3Av' -u 'me@example.com' " +
      "--form-string 'name=it'\\''s @home $HOME' -F 'file=@orders.csv'",
  );
});
