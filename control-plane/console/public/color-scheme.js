// Runs before the first paint, so that a dark page does not flash white. A file of its own: the console allows no inline scripts.
(() => {
  const stored = window.localStorage.getItem('color-scheme');
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const scheme = stored === 'light' || stored === 'dark' ? stored : prefersDark ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
