import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { t } from '../messages/en.ts';

const accent: MantineColorsTuple = [
  '#eeecfd',
  '#dcd8fb',
  '#b9b1f6',
  '#958af0',
  '#776aea',
  '#6457e2',
  '#5546d6',
  '#4737c4',
  '#3a2ca6',
  '#2c2183',
];
const red: MantineColorsTuple = [
  '#fce8e8',
  '#f8cfd0',
  '#f2a3a6',
  '#ec777b',
  '#e5555a',
  '#dc3b41',
  '#c92e35',
  '#b9262d',
  '#921c22',
  '#6f1418',
];

const green: MantineColorsTuple = [
  '#e2f4e9',
  '#c5e8d3',
  '#93d2ae',
  '#65bf8c',
  '#45ae73',
  '#2f9e5f',
  '#288852',
  '#1c7443',
  '#155733',
  '#0e3d24',
];
const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#f0f2f5',
  '#e7eaf0',
  '#dee2ea',
  '#d3d8e2',
  '#a3acbd',
  '#667085',
  '#535d70',
  '#353c4a',
  '#1a1f2b',
];
const dark: MantineColorsTuple = [
  '#e9edf4',
  '#c6cedb',
  '#a8b2c5',
  '#8d98ae',
  '#333a4a',
  '#292f3d',
  '#141720',
  '#0f1117',
  '#0b0d12',
  '#08090d',
];

export const theme = createTheme({
  colors: { accent, red, green, gray, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontWeight: '600' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 300, withinPortal: true, fz: 12 } },
    Modal: {
      defaultProps: { centered: true, transitionProps: { duration: 80 }, overlayProps: { backgroundOpacity: 0.35 } },
    },
    Menu: { defaultProps: { transitionProps: { duration: 60 }, shadow: 'md', position: 'bottom-end' } },
    Popover: { defaultProps: { transitionProps: { duration: 60 }, shadow: 'md' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': t.close } } },
    PasswordInput: { defaultProps: { size: 'sm', visibilityToggleButtonProps: { 'aria-label': t.showTyped } } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { transitionProps: { duration: 60 }, shadow: 'md' } } },
    MultiSelect: { defaultProps: { size: 'sm', comboboxProps: { transitionProps: { duration: 60 }, shadow: 'md' } } },
    Switch: { defaultProps: { withThumbIndicator: false } },
  },
});

/** Mantine draws with our tokens, so that both schemes have one source. */
const shared = {
  '--mantine-color-body': 'var(--n-1)',
  '--mantine-color-text': 'var(--n-12)',
  '--mantine-color-dimmed': 'var(--n-11)',
  '--mantine-color-placeholder': 'var(--n-10)',
  '--mantine-color-default': 'var(--n-1)',
  '--mantine-color-default-hover': 'var(--n-3)',
  '--mantine-color-default-color': 'var(--n-12)',
  '--mantine-color-default-border': 'var(--n-6)',
  '--mantine-color-error': 'var(--red-text)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-disabled': 'var(--n-3)',
  '--mantine-color-disabled-color': 'var(--n-9)',
  '--mantine-color-disabled-border': 'var(--n-5)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
  '--mantine-color-accent-light': 'var(--accent-soft)',
  '--mantine-color-accent-light-color': 'var(--accent-text)',
  '--mantine-color-gray-light': 'var(--n-3)',
  '--mantine-color-gray-light-hover': 'var(--n-4)',
  '--mantine-color-gray-light-color': 'var(--n-12)',
  '--mantine-color-gray-text': 'var(--n-11)',
  '--mantine-color-red-text': 'var(--red-text)',
  '--mantine-shadow-md': 'var(--shadow)',
  '--mantine-shadow-xl': 'var(--shadow)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
