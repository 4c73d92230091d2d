import { Alert, createTheme, Modal, Notification, SegmentedControl } from '@mantine/core';

/**
 * Texts have a contrast of 4.5 to 1 in both schemes. On a filled colour they are black or white: at a relative luminance of 0.179 both
 * have the same contrast (WCAG 2.2, 1.4.3).
 */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  components: {
    // In its colour the title has too little contrast on the background of the same colour.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
    // Buttons with an icon only need a name.
    Modal: Modal.extend({
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        // Otherwise the header of a dialog is one of the page, too.
        attributes: { header: { role: 'none' } },
      },
    }),
    // Its transition ignores that a person wants reduced motion.
    SegmentedControl: SegmentedControl.extend({ defaultProps: { transitionDuration: 0 } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});
