import { MAX_BODY_BYTES } from '../http/read-body.ts';
import { type Answer, type BodyFault, errorAnswer } from '../model/answer.ts';

/** The answer to a request whose body could not be read. */
export function refuseBody({ fault, maxBytes = MAX_BODY_BYTES }: BodyFault): Answer {
  switch (fault) {
    case 'too-large':
      return errorAnswer('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`);
    case 'not-utf8':
      return errorAnswer('PARSE_ERROR', 'The body is not valid UTF-8.');
    case 'incomplete':
      return errorAnswer('PARSE_ERROR', 'The body ended before it was complete.');
  }
}
