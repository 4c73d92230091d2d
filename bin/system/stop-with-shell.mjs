const POLL_MS = 200;

/**
 * Stops this process when the shell that npm started it in has ended.
 *
 * npm sends SIGTERM only to that shell, and most shells end without passing it on. After Ctrl-C the process has already
 * received a signal: a second one would make it stop without finishing its work.
 */
export function stopWithShell() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const signalled = noteSignals(['SIGINT', 'SIGTERM']);
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    if (!signalled()) process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  timer.unref();
}

/**
 * Returns a function: whether the program has received one of the signals. Listens only after the program does: before
 * that, the default action must end the process.
 */
function noteSignals(names) {
  const noted = new Set();
  let signalled = false;
  process.on('newListener', (name) => {
    if (!names.includes(name) || noted.has(name)) return;
    noted.add(name);
    process.once(name, () => {
      signalled = true;
    });
  });
  return () => signalled;
}
