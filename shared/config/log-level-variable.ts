import { LOG_LEVELS } from '../logging/log-level.ts';
import { variableWithDefault } from './variable.ts';
import { choiceOf } from './variable-kinds.ts';

/** The variable that every process reads its log level from. */
export const LOG_LEVEL_VARIABLE = variableWithDefault({
  name: 'LOG_LEVEL',
  kind: choiceOf(LOG_LEVELS),
  default: 'info',
  meaning: `The least important level that is logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}`,
});
