import { createServer } from 'node:net';
import { codeOf, LauncherProblem } from './problem.ts';

/** A port that is wanted, and the variable that chooses another. */
export interface WantedPort {
  readonly port: number;
  readonly variable: string;
}

/** @throws LauncherProblem naming every port of 127.0.0.1 that cannot be had */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  const problems = await Promise.all(wanted.map(problemWith));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new LauncherProblem(found.join(' '));
}

async function problemWith({ port, variable }: WantedPort): Promise<string | undefined> {
  const probe = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      probe.once('error', failed);
      probe.listen(port, '127.0.0.1', listening);
    });
    await new Promise((closed) => probe.close(closed));
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    const what =
      code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code ?? String(error)})`;
    return `Port ${port} ${what}. End that, or choose another: ${variable}=${port + 1} npm start`;
  }
}
