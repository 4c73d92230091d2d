import { createContext, type ReactNode, useContext } from 'react';
import type { ManagementClient } from '../../../shared/management-client/management-client.ts';

const ApiContext = createContext<ManagementClient | null>(null);

interface ApiProviderProps {
  readonly client: ManagementClient;
  readonly children: ReactNode;
}

/** Gives the client of the management API to all screens below it. */
export function ApiProvider({ client, children }: ApiProviderProps) {
  return <ApiContext value={client}>{children}</ApiContext>;
}

/** The client of the management API. It sends the session cookie; there is no other way to the server. */
export function useApi(): ManagementClient {
  const client = useContext(ApiContext);
  if (client === null) throw new Error('useApi is called outside of ApiProvider');
  return client;
}
