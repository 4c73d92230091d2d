import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { answerOf, taggedOf } from '../../api/api-problem.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';

export type Segment = components['schemas']['Segment'];
export type SegmentSummary = components['schemas']['SegmentSummary'];

interface SegmentPath {
  readonly projectId: string;
  readonly segmentKey: string;
}

/** All segments of a project, without their members. */
export function segmentsQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'segments'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/segments', {
            params: { path: { projectId }, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
  });
}

/** One segment, whole, with its entity tag. */
export function segmentQuery(api: ManagementClient, path: SegmentPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'segments', path.segmentKey),
    queryFn: ({ signal }) =>
      taggedOf(api.GET('/api/projects/{projectId}/segments/{segmentKey}', { params: { path }, signal })),
  });
}

/** What names a segment. */
export function segmentUsesQuery(api: ManagementClient, path: SegmentPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'flags', 'segment-uses', path.segmentKey),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/projects/{projectId}/segments/{segmentKey}/uses', { params: { path }, signal })),
  });
}
