import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROGRAMS } from '../../bin/build/programs.ts';
import { DEAD_LETTER_STREAM } from '../../control-plane/messaging/event-stream-consumer.ts';
import { ENVIRONMENT_UPDATES, PROJECT_KEYS_UPDATES } from '../../control-plane/messaging/hints.ts';
import { ROUTES } from '../../edge-proxy/core/model/routes.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { configurationBlocks } from './documents/configuration-tables.ts';
import { ROOT } from './project.ts';

const DOCUMENT = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const COLUMNS = '| input | who can send it | bound | refused with | test |';

/** Rows of the tables of inputs below a heading, as cells. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = DOCUMENT.split(`\n### ${heading}\n`);
  const [text = ''] = section.split(/\n#{2,3} /);
  const [, ...rows] = text.slice(text.indexOf(COLUMNS)).split('\n');
  return rows
    .filter((row) => row.startsWith('| '))
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** The text of the first cells below a heading. */
const inputsBelow = (heading: string) => rowsBelow(heading).map(([input = '']) => input);

const missingIn = (heading: string, names: readonly string[]) =>
  names.filter((name) => !inputsBelow(heading).some((input) => input.includes(name)));

/** `METHOD /path` of every operation of the management API. */
function operations(): readonly string[] {
  const { paths }: { readonly paths: Readonly<Record<string, object>> } = JSON.parse(
    readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8'),
  );
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** Variables that name a file or a folder: their meaning begins with it. */
function fileVariables(): readonly string[] {
  const rows = Object.values(configurationBlocks()).join('\n').split('\n');
  return rows.flatMap((row) => {
    const [, name] = /^\| `(\w+)` \| [^|]+ \| (?:A|The) (?:file|folder)\b/.exec(row) ?? [];
    return name === undefined ? [] : [name];
  });
}

/** Modules that do something again and again. */
function modulesWithTimers(): readonly string[] {
  return ['control-plane', 'edge-proxy', 'node-process', 'shared'].flatMap((part) =>
    readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
      .map((name) => `${part}/${name}`)
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .filter((path) => readFileSync(join(ROOT, path), 'utf8').includes('setInterval(')),
  );
}

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``);

describe('docs/security.md has a row for', () => {
  test('every route of the edge', () => {
    const routes = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
    expect(missingIn('Routes of the edge', quoted([...routes, 'GET /metrics']))).toEqual([]);
  });

  test('every route of the control plane', () => {
    const others = [
      'GET /stream',
      'GET /relay/stream',
      'POST /events',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
    ];
    expect(operations().length).toBeGreaterThan(40);
    expect(missingIn('Routes of the control plane', quoted([...operations(), ...others]))).toEqual([]);
  });

  test('every variable that names a file or a folder', () => {
    expect(fileVariables()).toContain('OFFLINE_FILE');
    expect(missingIn('Files', quoted(fileVariables()))).toEqual([]);
  });

  test('every stream and channel', () => {
    const names = [EVALUATION_EVENTS_STREAM, DEAD_LETTER_STREAM, ENVIRONMENT_UPDATES, PROJECT_KEYS_UPDATES];
    expect(missingIn('Streams and channels', quoted(names))).toEqual([]);
  });

  test('every job: the programs that end by themselves, and what runs again and again', () => {
    const servers = ['control-plane', 'edge', 'start'];
    const programs = PROGRAMS.map(({ name }) => name).filter((name) => !servers.includes(name));
    expect(programs).toEqual(['migrate', 'purge', 'audit', 'sign-in-link', 'project']);
    expect(missingIn('Jobs', quoted([...programs, ...modulesWithTimers()]))).toEqual([]);
  });
});

test('every row of docs/security.md has all columns, and an input once in each part', () => {
  const headings = [...DOCUMENT.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
  for (const heading of headings) {
    const rows = rowsBelow(heading);
    expect(rows.filter((cells) => cells.length !== 5)).toEqual([]);
    const inputs = rows.map(([input]) => input);
    expect(inputs.filter((input, index) => inputs.indexOf(input) !== index)).toEqual([]);
  }
});
