import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { environmentsQuery } from '../../api/project-queries.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { FlagPage } from './flag-page.tsx';
import { flagQuery } from './flag-queries.ts';

const route = getRouteApi('/projects/$projectId/flags/$flagKey');

/** One flag: its targeting in each environment, its settings, its history. */
export function FlagScreen() {
  const place = route.useParams();
  const api = useApi();
  const flag = useQuery(flagQuery(api, place));
  const environments = useQuery(environmentsQuery(api, place.projectId));
  return (
    <QueryView query={flag} what="flag">
      {(read) => (
        <QueryView query={environments} what="environments">
          {(all) => (
            <FlagPage
              // Another flag begins without the edits of this one.
              key={`${place.projectId} ${place.flagKey}`}
              place={place}
              read={read}
              environments={all}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  );
}
