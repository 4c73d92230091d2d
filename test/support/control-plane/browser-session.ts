import type postgres from 'postgres';
import { createPasswordHashes } from '../../../control-plane/domain/sign-in/password-hashes.ts';
import type { ApiAnswer, ApiCall } from '../management-api.ts';
import { createManagementApi } from '../management-api.ts';

/** The API as a page of the console calls it: with the cookie of a session, and with an `Origin`. */
export interface BrowserSession {
  /** `name=value`; empty before the sign-in. */
  cookie: string;
  readonly call: ApiCall;
}

/** @param origin of the page; default: that of the control plane */
export function openBrowser(url: string, origin: string | null = url): BrowserSession {
  const { call } = createManagementApi(url, undefined);
  const session: BrowserSession = {
    cookie: '',
    async call(method, path, body, headers) {
      const answer = await call(method, path, body, {
        ...(origin === null ? {} : { origin }),
        ...(session.cookie === '' ? {} : { cookie: session.cookie }),
        ...headers,
      });
      const given = cookieOf(answer);
      if (given !== undefined) session.cookie = given.endsWith('=') ? '' : given;
      return answer;
    },
  };
  return session;
}

/** The cookie that an answer sets, without its attributes. */
export const cookieOf = ({ headers }: ApiAnswer): string | undefined =>
  headers.get('set-cookie')?.split(';')[0];

/** Gives a user a password, as an invitation would. */
export async function setPasswordOf(sql: postgres.Sql, userId: string, password: string): Promise<void> {
  const hash = await createPasswordHashes().hash(password);
  await sql`
    insert into passwords (user_id, hash) values (${userId}, ${hash})
    on conflict (user_id) do update set hash = excluded.hash`;
}
