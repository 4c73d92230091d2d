import type { Configuration } from './configuration.ts';
import type { FlagState, SegmentState } from './project-state.ts';

/** A row that an earlier release wrote has neither owner nor JSON Schema. */
export type FlagFieldsState = Omit<FlagState, 'key' | 'owner' | 'jsonSchema' | 'configurations'> &
  Partial<Pick<FlagState, 'owner' | 'jsonSchema'>>;
export type SegmentContentState = Omit<SegmentState, 'key'>;

/** The state of one flag, without its configurations, of one configuration, or of one segment, as a row holds it. */
export type StoredState<Missing = never> =
  | { readonly kind: 'flag'; readonly key: string; readonly state: FlagFieldsState | Missing }
  | {
      readonly kind: 'configuration';
      /** Of the flag. */
      readonly key: string;
      readonly environmentKey: string;
      readonly state: Configuration | Missing;
    }
  | { readonly kind: 'segment'; readonly key: string; readonly state: SegmentContentState | Missing };

/** What operations of a draft were made from. */
export type DraftBase = StoredState<null> & {
  /**
   * The id of the flag or the segment; of a configuration, that of its environment. `null` if it did not exist, or a
   * control plane of an earlier release has stored it.
   */
  readonly resourceId: string | null;
};
