/**
 * Preloaded (`node --import`) into every process a test starts: ends it when the test runner has exited for any reason.
 * The IPC channel closes when its other end exits, also by SIGKILL.
 */
process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.channel?.unref();
