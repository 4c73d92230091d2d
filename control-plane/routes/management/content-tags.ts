import {
  assertExpectedTag,
  contentTag,
  type Precondition,
  parseIfMatch,
  quotedTag,
} from '../../model/entity-tag.ts';

interface ConditionalHeaders {
  readonly 'if-match'?: string | undefined;
}

/**
 * The `ETag` and the `If-Match` of a resource that has no revision: its tag is made of what GET answers.
 *
 * @param subject as a sentence begins, for example `The flag`
 * @param viewOf what GET answers; `undefined` if the resource does not exist
 */
export function contentTags<T>(subject: string, viewOf: (current: T) => unknown) {
  return {
    etagOf: (current: T) => ({ etag: quotedTag(contentTag(viewOf(current))) }),

    preconditionOf(headers: ConditionalHeaders): Precondition<T> {
      const expected = parseIfMatch(headers['if-match']);
      return (current) => {
        if (expected === undefined) return;
        const view = viewOf(current);
        assertExpectedTag(subject, expected, view === undefined ? undefined : contentTag(view));
      };
    },
  };
}
