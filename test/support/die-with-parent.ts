/**
 * Preloaded (`node --import`) into every process a test starts: ends it when the test runner is gone,
 * however that went. The IPC channel closes when its other end dies, also by SIGKILL.
 */
process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.channel?.unref();
