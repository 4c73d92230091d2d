import { parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { createPasswordHashes } from './password-hashes.ts';

const PASSWORD = 'correct horse battery';

describe('hashes of passwords', () => {
  it('are Argon2id with the cost of OWASP, and differ for the same password', async () => {
    const { hash } = createPasswordHashes();
    const stored = await hash(PASSWORD);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(parseOptions(stored)).toMatchObject({ saltLen: 16, outputLen: 32 });
    expect(await hash(PASSWORD)).not.toBe(stored);
  });

  it('match their password only, however its characters are encoded', async () => {
    const { hash, isPassword } = createPasswordHashes();
    const stored = await hash('pässword with é');
    expect(await isPassword('pa\u0308ssword with e\u0301', stored)).toBe(true);
    expect(await isPassword('passward with e', stored)).toBe(false);
  });

  it('are computed for an unknown user too, who has no password', async () => {
    const { isPassword } = createPasswordHashes();
    await isPassword(PASSWORD, undefined);
    const start = performance.now();
    for (let n = 0; n < 3; n += 1) expect(await isPassword(PASSWORD, undefined)).toBe(false);
    // Without the hash it takes microseconds.
    expect(performance.now() - start).toBeGreaterThan(15);
  });

  it('are computed two at once, while 32 wait: the rest is refused, with a time to come back', async () => {
    const { isPassword } = createPasswordHashes();
    const attempts = await Promise.allSettled(
      Array.from({ length: 60 }, () => isPassword(PASSWORD, undefined)),
    );
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(refused.length).toBeGreaterThanOrEqual(26);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 2 });
  });
});
