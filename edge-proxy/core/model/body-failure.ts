import type { BodyFault } from './edge-request.ts';
import { type Failure, failWith } from './failure.ts';

/** Why a request whose body could not be read is refused. */
export function bodyFailure(body: BodyFault): Failure {
  switch (body.fault) {
    case 'too-large':
      return failWith('PAYLOAD_TOO_LARGE', `The body is larger than ${body.maxBytes} bytes.`);
    case 'not-utf8':
      return failWith('PARSE_ERROR', 'The body is not valid UTF-8.');
    case 'incomplete':
      return failWith('PARSE_ERROR', 'The body ended before it was complete.');
    case 'not-gzip':
      return failWith(
        'PARSE_ERROR',
        'The header Content-Encoding says gzip, and the body is not valid gzip.',
      );
    case 'unsupported-encoding':
      return failWith(
        'UNSUPPORTED_MEDIA_TYPE',
        'The body has a Content-Encoding that is not taken; send it with gzip or without an encoding.',
        { 'accept-encoding': 'gzip, identity' },
      );
  }
}
