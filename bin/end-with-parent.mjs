// Loaded before a process that the launcher spawns (`node --import`): it ends when the launcher is gone, however
// that went. The channel between the two closes even on kill -9, on every platform.
const PATIENCE_MS = 10_000;

function end() {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
}

process.once('disconnect', end);
// It may have gone while this process was still loading: then nobody says so again.
if (process.connected === false) end();
// Listening must not be what keeps the process alive.
process.channel?.unref();
