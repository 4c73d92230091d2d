import type { EditedConfiguration } from '../../editing/configuration/edited-configuration.ts';
import type { FaultsOf } from '../../editing/rules/editor-choices.ts';
import type { FlagPlace, FlagRecord } from './flag-queries.ts';

/** What a part of the page gets that edits a configuration. */
export interface ConfigurationPartProps {
  readonly place: FlagPlace;
  readonly flag: FlagRecord;
  readonly environmentKey: string;
  readonly configuration: EditedConfiguration;
  readonly onEdit: (change: (configuration: EditedConfiguration) => EditedConfiguration) => void;
  /** Faults of the last attempt to save. */
  readonly faultsOf: FaultsOf;
  readonly isReadOnly: boolean;
}
