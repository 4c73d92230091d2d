/** The headers of every answer with JSON in it: nothing in between may store what was answered to one key. */
export const JSON_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
};
