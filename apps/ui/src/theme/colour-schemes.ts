import type { MantineColorScheme } from '@mantine/core';
import { t } from '../messages/en.ts';

export const colourSchemes: readonly { readonly value: MantineColorScheme; readonly label: string }[] = [
  { value: 'light', label: t.theme.light },
  { value: 'dark', label: t.theme.dark },
  { value: 'auto', label: t.theme.system },
];
