import { describe, expect, it } from 'vitest';
import { configFaults, type Environment } from '../../../../shared/config/read-variables.ts';
import { DEFAULT_GUARD_SETTINGS, readGuardSettings } from './guard-settings.ts';

function read(environment: Environment, addressIsKnown = false) {
  const result = readGuardSettings(environment, addressIsKnown);
  return { settings: result.ok ? result.config : undefined, faults: configFaults(result) };
}

describe('the limits that are set', () => {
  it('are the defaults, without rates, if no variable is set', () => {
    expect(read({})).toEqual({ settings: DEFAULT_GUARD_SETTINGS, faults: [] });
    expect(read({ RATE_LIMIT_PER_KEY: '', TRUSTED_PROXIES: '', MAX_BODY_BYTES: '' }).faults).toEqual([]);
  });

  it('are read, with a burst of two seconds by default', () => {
    const { settings, faults } = read({
      RATE_LIMIT_PER_KEY: '100',
      RATE_LIMIT_PER_ADDRESS: '5',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      MAX_BODY_BYTES: '1024',
      MAX_STREAMS_PER_KEY: '7',
    });
    expect(faults).toEqual([]);
    expect(settings).toMatchObject({
      ratePerKey: { perSecond: 100, burst: 200 },
      refusalsPerAddress: { perSecond: 5, burst: 10 },
      maxBodyBytes: 1024,
      maxStreamsPerKey: 7,
    });
    expect(settings?.trustedProxies).toHaveLength(2);
    const withBurst = read({ RATE_LIMIT_PER_KEY: '100', RATE_LIMIT_BURST: '1' }).settings;
    expect(withBurst?.ratePerKey).toEqual({ perSecond: 100, burst: 1 });
  });

  it('by address require TRUSTED_PROXIES, unless the runtime knows the address', () => {
    expect(read({ RATE_LIMIT_PER_ADDRESS: '5' }).faults).toEqual([
      expect.stringMatching(/^RATE_LIMIT_PER_ADDRESS needs TRUSTED_PROXIES/),
    ]);
    expect(read({ RATE_LIMIT_PER_ADDRESS: '5', TRUSTED_PROXIES: 'none' }).faults).toEqual([]);
    expect(read({ RATE_LIMIT_PER_ADDRESS: '5' }, true).faults).toEqual([]);
  });

  it.each([
    ['RATE_LIMIT_PER_KEY', '0'],
    ['RATE_LIMIT_PER_KEY', '1.5'],
    ['RATE_LIMIT_PER_KEY', 'many'],
    ['RATE_LIMIT_BURST', '-1'],
    ['RATE_LIMIT_PER_ADDRESS', '1e3'],
    ['MAX_BODY_BYTES', '64k'],
    ['MAX_BODY_BYTES', '99999999999'],
    ['MAX_STREAMS_PER_KEY', '0'],
    ['TRUSTED_PROXIES', 'proxy.example.com'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.1,'],
  ])('are refused by name where %s is %s', (name, value) => {
    const { faults } = read({ RATE_LIMIT_PER_KEY: '10', TRUSTED_PROXIES: 'none', [name]: value });
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))]);
    expect(faults.join()).not.toContain(`"${value}"`);
  });

  it('take no proxies for "none", and at most 1,000', () => {
    expect(read({ TRUSTED_PROXIES: 'none' }).settings?.trustedProxies).toEqual([]);
    const listOf = (count: number) => Array.from({ length: count }, () => '10.0.0.1').join();
    expect(read({ TRUSTED_PROXIES: listOf(1_000) }).settings?.trustedProxies).toHaveLength(1_000);
    expect(read({ TRUSTED_PROXIES: listOf(1_001) }).faults).toHaveLength(1);
  });

  it('have no burst without a rate', () => {
    expect(read({ RATE_LIMIT_BURST: '5' }).faults).toHaveLength(1);
  });
});
