import type { CSSVariablesResolver } from '@mantine/core';

/** Texts that Mantine draws with less contrast than WCAG AA asks for (4.5 to 1). */
export const cssVariables: CSSVariablesResolver = (theme) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': theme.colors.gray[7],
    '--mantine-color-placeholder': theme.colors.gray[7],
    '--mantine-color-error': theme.colors.red[9],
    '--input-asterisk-color': theme.colors.red[9],
  },
  dark: {
    '--mantine-color-dimmed': theme.colors.dark[1],
    '--mantine-color-placeholder': theme.colors.dark[1],
    '--mantine-color-error': theme.colors.red[4],
    '--input-asterisk-color': theme.colors.red[4],
  },
});
