const CODING = /^([^\s;]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?$/i;

/** Reads `Accept-Encoding` (RFC 9110): `gzip` by name counts before `*`, and `q=0` forbids. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  let byStar = false;
  for (const entry of acceptEncoding.split(',')) {
    const [, coding = '', weight = '1'] = CODING.exec(entry.trim()) ?? [];
    const name = coding.toLowerCase();
    if (name === 'gzip' || name === 'x-gzip') return Number(weight) > 0;
    if (name === '*') byStar = Number(weight) > 0;
  }
  return byStar;
}
