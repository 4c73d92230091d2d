/** Mantine gives the focus back 10 ms after a dialog has closed, if what had it is still there. */
const AFTER_MANTINE_MS = 50;

/**
 * Gives the focus back after a dialog: to what had it before, or to the content of the page if that is gone. Otherwise the
 * next Tab would begin at the top of the page.
 */
export function focusContent(before?: Element | null): void {
  window.setTimeout(() => {
    const { activeElement, body } = document;
    if (activeElement !== null && activeElement !== body) return;
    if (before instanceof HTMLElement && before.isConnected && before !== body) before.focus();
    else document.getElementById('main')?.focus();
  }, AFTER_MANTINE_MS);
}
