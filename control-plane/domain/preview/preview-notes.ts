import type { Preview, PreviewedSample, PreviewNote, PreviewNoteCode } from './preview.ts';
import type { PreviewLimits } from './preview-limits.ts';
import { SMALL_GROUP } from './small-groups.ts';

/** A note, and whether it applies. */
type Candidate = readonly [PreviewNoteCode, boolean, string];

/** What limits the meaning of a preview, for programs and for people. */
export function notesOf(
  preview: Omit<Preview, 'notes'>,
  { hasPrivateUsers, isRounded }: { readonly hasPrivateUsers: boolean; readonly isRounded: boolean },
  limits: PreviewLimits,
): readonly PreviewNote[] {
  const { sample, flagsLeftOff, givenLeftOff, privateUses } = preview;
  const candidates: readonly Candidate[] = [
    ['FLAGS_CAPPED', flagsLeftOff > 0, `${flagsLeftOff} more flags may change. Name flags to see others.`],
    ['RESULTS_CAPPED', givenLeftOff > 0, `${givenLeftOff} results of given contexts are not listed.`],
    [
      'COUNTS_ROUNDED',
      sample !== null && isRounded,
      `Without the right contexts:read, groups of users are shown in multiples of ${SMALL_GROUP}. Fewer than ${SMALL_GROUP} are counted with the most frequent outcome, so 0 stands for fewer than ${SMALL_GROUP}.`,
    ],
    ...(sample === null ? [] : notesOfRecording(privateUses.length > 0, hasPrivateUsers)),
    ...(sample === null ? [] : notesOfSample(sample, limits)),
  ];
  return candidates.flatMap(([code, applies, message]) => (applies ? [{ code, message }] : []));
}

/** What the recorded contexts do not contain. */
const notesOfRecording = (hasPrivateUses: boolean, hasPrivateUsers: boolean): readonly Candidate[] => [
  [
    'BULK_NOT_RECORDED',
    true,
    'Only single evaluations are recorded. Users of clients that evaluate in bulk, by streams or themselves are missing, unless these post events.',
  ],
  [
    'USERS_PRIVATE',
    hasPrivateUsers,
    'The attribute that names users is private in this environment, so users are not, or only partly, recorded.',
  ],
  [
    'PRIVATE_ATTRIBUTES',
    hasPrivateUses,
    'Recorded contexts lack private attributes. `privateUses` names what cannot be judged; flags with `dependsOnPrivate` may change differently.',
  ],
];

/** What the sample leaves out. */
function notesOfSample(sample: PreviewedSample, limits: PreviewLimits): readonly Candidate[] {
  const { users, sampled, evaluated, leftOut } = sample;
  const caps = new Set(sample.caps);
  return [
    ['NO_USERS', users === 0, 'No events of these days name a user.'],
    [
      'SAMPLE_CAPPED',
      caps.has('SAMPLE'),
      `${users} users were found; a sample of ${sampled} of them is evaluated.`,
    ],
    [
      'EVENTS_CAPPED',
      caps.has('EVENTS'),
      `At most ${limits.events} events are looked at, the newest of each flag. There may be more users.`,
    ],
    [
      'BYTES_CAPPED',
      caps.has('BYTES'),
      `The contexts have more than ${limits.contextBytes} bytes. ${evaluated} users were evaluated.`,
    ],
    ['TIME_CAPPED', caps.has('TIME'), `The time was over. ${evaluated} users were evaluated.`],
    ['CONTEXTS_LEFT_OUT', leftOut > 0, `The contexts of ${leftOut} users are too large to be evaluated.`],
  ];
}
