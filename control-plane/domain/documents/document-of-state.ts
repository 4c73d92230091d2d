import type { Configuration } from '../../model/configuration.ts';
import type { EditableSegment } from '../../model/operation.ts';
import type { ConfigurationDocument, FlagDocument, ProjectDocument } from '../../model/project-document.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';

/** The document of a state, in the order of the keys. Equal states give equal documents. */
export function documentOfState({
  flags,
  segments,
}: Pick<ProjectState, 'flags' | 'segments'>): ProjectDocument {
  return {
    version: 1,
    flags: byKey(flags, flagDocument),
    segments: byKey(segments, segmentDocument),
  };
}

function flagDocument(flag: FlagState): FlagDocument {
  const { type, name, description, tags, owner, clientSide, metadata, jsonSchema, archived, configurations } =
    flag;
  return {
    type,
    name,
    description,
    tags,
    owner,
    clientSide,
    metadata,
    jsonSchema,
    archived,
    environments: byKey(configurations, configurationDocument),
  };
}

export function configurationDocument(configuration: Configuration): ConfigurationDocument {
  const { enabled, defaultValue, variations, prerequisites, rules } = configuration;
  return { enabled, defaultValue, variations, prerequisites, rules: rules.map(({ id: _, ...rule }) => rule) };
}

/** Members are a set: their order is that of the code units. */
export function segmentDocument({
  name,
  description,
  included,
  excluded,
  rules,
}: SegmentState): EditableSegment {
  return { name, description, included: [...included].sort(), excluded: [...excluded].sort(), rules };
}

function byKey<State, Document>(
  states: ReadonlyMap<string, State>,
  toDocument: (state: State) => Document,
): Readonly<Record<string, Document>> {
  const sorted = [...states].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, state]) => [key, toDocument(state)]));
}
