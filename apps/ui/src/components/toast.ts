import { notifications } from '@mantine/notifications';
import { isApiError, messageOf } from '../api/api-error.ts';
import { t } from '../messages/en.ts';

export function toast(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 4000, withBorder: true });
}

/** Says what failed and why; stays until it is closed. */
export function toastError(title: string, error: unknown): void {
  const reference =
    isApiError(error) && error.requestId !== undefined && error.status >= 500
      ? `\n${t.requestId(error.requestId)}`
      : '';
  notifications.show({
    title,
    message: messageOf(error) + reference,
    color: 'red',
    autoClose: false,
    withBorder: true,
  });
}
