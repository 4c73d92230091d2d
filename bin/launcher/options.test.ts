import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

test('without variables: ./data, the standard ports, an embedded Postgres, no Redis', () => {
  expect(parseOptions({ DATA_DIR: '', REDIS_URL: '' }, '/srv/app')).toEqual({
    dataFolder: '/srv/app/data',
    controlPlanePort: 8300,
    edgePort: 8310,
  });
});

test('variables override the defaults', () => {
  const environment = {
    DATA_DIR: '../elsewhere',
    CONTROL_PLANE_PORT: '9000',
    EDGE_PORT: '9001',
    DATABASE_URL: 'postgres://db/x',
    REDIS_URL: 'redis://cache',
  };
  expect(parseOptions(environment, '/srv/app')).toEqual({
    dataFolder: '/srv/elsewhere',
    controlPlanePort: 9000,
    edgePort: 9001,
    databaseUrl: 'postgres://db/x',
    redisUrl: 'redis://cache',
  });
});

test('all faults are reported at once', () => {
  expect(() => parseOptions({ CONTROL_PLANE_PORT: 'x', EDGE_PORT: '70000' }, '/')).toThrow(
    'CONTROL_PLANE_PORT must be a port number from 1 to 65535, not "x". ' +
      'EDGE_PORT must be a port number from 1 to 65535, not "70000".',
  );
});

test('two services cannot share a port', () => {
  expect(() => parseOptions({ CONTROL_PLANE_PORT: '9000', EDGE_PORT: '9000' }, '/')).toThrow(
    'CONTROL_PLANE_PORT and EDGE_PORT must differ; both are 9000.',
  );
});
