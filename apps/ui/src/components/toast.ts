import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { ErrorNote } from './error-note.tsx';

export function toast(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 4000, withBorder: true });
}

/** Says what failed and why; stays until it is closed. */
export function toastError(title: string, error: unknown): void {
  notifications.show({
    title,
    message: createElement(ErrorNote, { error }),
    color: 'red',
    autoClose: false,
    withBorder: true,
  });
}
