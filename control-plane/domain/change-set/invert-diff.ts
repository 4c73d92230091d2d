import type { ProjectChange, ProjectDiff } from '../../model/project-change.ts';

/** The changes that take a diff back. */
export function invertDiff(diff: ProjectDiff): ProjectDiff {
  return diff.map(invertChange);
}

/** Each case holds the members whose values have one type, so that the type of the change is known. */
function invertChange(change: ProjectChange): ProjectChange {
  switch (change.member) {
    case 'included':
    case 'excluded':
      return { ...change, added: change.removed, removed: change.added };
    case 'name':
    case 'description':
    case 'owner':
      return { ...change, before: change.after, after: change.before };
    case 'clientSide':
    case 'archived':
    case 'enabled':
      return { ...change, before: change.after, after: change.before };
    case 'tags':
    case 'variationOrder':
    case 'prerequisiteOrder':
    case 'prerequisite':
      return { ...change, before: change.after, after: change.before };
    case 'flag':
      return { ...change, before: change.after, after: change.before };
    case 'segment':
      return { ...change, before: change.after, after: change.before };
    case 'jsonSchema':
      return { ...change, before: change.after, after: change.before };
    case 'metadata':
      return { ...change, before: change.after, after: change.before };
    case 'defaultValue':
      return { ...change, before: change.after, after: change.before };
    case 'variation':
      return { ...change, before: change.after, after: change.before };
    case 'rule':
      return { ...change, before: change.after, after: change.before };
    case 'rulePriority':
      return { ...change, before: change.after, after: change.before };
    case 'rules':
      return { ...change, before: change.after, after: change.before };
  }
}
