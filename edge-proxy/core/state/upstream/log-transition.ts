import type { Logger } from '../../../../shared/logging/logger.ts';
import type { ReaderState } from '../../../../shared/sync/reader/reader-states.ts';

/**
 * Logs the state that the reader of an upstream stream has entered.
 *
 * @param stream the id of the environment, or `relay`
 */
export function logTransition(logger: Logger, stream: string, state: ReaderState): void {
  const serving = state.memory.position === null ? 'nothing yet' : 'the last good state';
  if (state.name === 'live') {
    logger.info('upstream stream is live', { stream, position: state.memory.position });
  } else if (state.name === 'backing off') {
    const { reason, delayMs } = state;
    logger.warn('upstream stream is down', { stream, reason, retryInMs: Math.round(delayMs), serving });
  } else if (state.name === 'rejected') {
    const { status, delayMs } = state;
    const check = variableToCheck(status);
    logger.error('upstream rejects a stream', {
      stream,
      status,
      check,
      retryInMs: Math.round(delayMs),
      serving,
    });
  } else if (state.name === 'stopped') {
    logger.info('upstream stream has ended', { stream, reason: state.reason });
  } else {
    logger.debug('upstream stream has changed its state', { stream, state: state.name });
  }
}

function variableToCheck(status: number): string {
  return status === 401 || status === 403 ? 'RELAY_KEY' : 'UPSTREAM_URL';
}
