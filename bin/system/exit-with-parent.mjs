// Preloaded (`node --import`) into each process that the launcher spawns: the process stops when the launcher exits.
// The IPC channel between the two closes even if the launcher is killed, on every platform.
const GRACE_MS = 10_000;

function stop() {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), GRACE_MS).unref();
}

process.once('disconnect', stop);
// If the launcher ended while this process was loading, there is no `disconnect` event.
if (process.connected === false) stop();
// The channel must not keep the process running.
process.channel?.unref();
