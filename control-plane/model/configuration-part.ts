import type { Configuration } from './configuration.ts';

/** The parts of a configuration that can be compared and promoted by themselves. */
export const CONFIGURATION_PARTS = [
  'enabled',
  'defaultValue',
  'variations',
  'prerequisites',
  'rules',
] as const satisfies readonly (keyof Configuration)[];
export type ConfigurationPart = (typeof CONFIGURATION_PARTS)[number];
