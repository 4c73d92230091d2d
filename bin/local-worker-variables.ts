import { variableWithDefault } from '../shared/config/variable.ts';
import { anyText, fixedPort } from '../shared/config/variable-kinds.ts';

/** Variables of the local server that runs the Worker. */
export const LOCAL_WORKER_VARIABLES = {
  host: variableWithDefault({
    name: 'HOST',
    kind: anyText,
    default: '127.0.0.1',
    meaning: 'The address to listen on',
  }),
  port: variableWithDefault({
    name: 'PORT',
    kind: fixedPort,
    default: '8310',
    meaning: 'The port to listen on',
  }),
  state: variableWithDefault({
    name: 'WORKER_STATE',
    kind: anyText,
    default: 'data/edge-worker',
    meaning: "The folder for the objects' storage",
  }),
};
