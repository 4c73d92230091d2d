import type { Condition } from '../../../../shared/model/flag-set.ts';

/** What a new condition begins with. */
export const NEW_ATTRIBUTE_CONDITION: Condition = {
  conditionType: 'custom',
  attribute: '',
  operator: 'in',
  values: [],
};

export const NEW_SEGMENT_CONDITION: Condition = {
  conditionType: 'segment',
  attribute: '',
  operator: 'in',
  values: [],
};
