import { type Variable, variableWithDefault } from './variable.ts';
import { anyText, port } from './variable-kinds.ts';

export interface ListenVariables {
  readonly host: Variable<string>;
  readonly port: Variable<number>;
}

/** The address and the port that a process serves HTTP on. */
export function listenVariables(defaultPort: string): ListenVariables {
  return {
    host: variableWithDefault({
      name: 'HOST',
      kind: anyText,
      default: '0.0.0.0',
      meaning: 'The address to listen on',
    }),
    port: variableWithDefault({
      name: 'PORT',
      kind: port,
      default: defaultPort,
      meaning: 'The port to listen on; 0 lets the operating system choose one',
    }),
  };
}
