import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, type OtherLanguage, pathOf, run } from './toolchains.ts';

/** The command that reads the event stream at a URL with a library, and prints each event as a line of JSON. */
export type ReadCommand = (library: string, url: string) => readonly [command: string, ...args: string[]];

/** Libraries of another language that read event streams. */
export interface EventSourceLibraries {
  readonly language: 'Go' | 'Java' | 'Python';
  readonly needs: OtherLanguage['needs'];
  /** `reconnects`: the library connects again when a stream ends, with the id of the last event. */
  readonly libraries: readonly { readonly name: string; readonly reconnects: boolean }[];
  /** Downloads the pinned packages unless the cache has them. */
  readonly prepare: () => ReadCommand;
}

const go: EventSourceLibraries = {
  language: 'Go',
  needs: [['go', 'version']],
  libraries: [
    { name: 'launchdarkly/eventsource', reconnects: true },
    { name: 'r3labs/sse', reconnects: false },
    { name: 'tmaxmax/go-sse', reconnects: true },
  ],
  prepare: () => {
    const sources = ['go.mod', 'go.sum', 'read.go'].map((file) => pathOf(`go-event-sources/${file}`));
    const folder = cached('go-event-sources', sources, (target) => {
      run('go', ['build', '-C', pathOf('go-event-sources'), '-o', join(target, 'read'), '.']);
    });
    return (library, url) => [join(folder, 'read'), library, url];
  },
};

const java: EventSourceLibraries = {
  language: 'Java',
  needs: [
    ['java', '-version'],
    ['mvn', '-version'],
  ],
  libraries: [{ name: 'okhttp-eventsource', reconnects: true }],
  prepare: () => {
    const project = pathOf('java-event-source/pom.xml');
    const folder = cached('java-event-source', [project], (target) => {
      const output = `-Dmdep.outputFile=${join(target, 'classpath')}`;
      run('mvn', ['--batch-mode', '--quiet', '--file', project, 'dependency:build-classpath', output]);
    });
    const classPath = readFileSync(join(folder, 'classpath'), 'utf8');
    return (_, url) => ['java', '--class-path', classPath, pathOf('java-event-source/ReadEvents.java'), url];
  },
};

const python: EventSourceLibraries = {
  language: 'Python',
  needs: [['python3', '--version']],
  libraries: [
    { name: 'httpx-sse', reconnects: false },
    { name: 'sseclient-py', reconnects: false },
  ],
  prepare: () => {
    const requirements = pathOf('python-event-sources/requirements.txt');
    const folder = cached('python-event-sources', [requirements], (target) => {
      run('python3', ['-m', 'venv', target]);
      run(join(target, 'bin/pip'), ['install', '--quiet', '--requirement', requirements]);
    });
    return (library, url) => [
      join(folder, 'bin/python'),
      pathOf('python-event-sources/read.py'),
      library,
      url,
    ];
  },
};

export const EVENT_SOURCE_LIBRARIES: readonly EventSourceLibraries[] = [go, java, python];
