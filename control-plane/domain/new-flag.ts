import type { FlagType } from '../../shared/model/flag-set.ts';
import { EMPTY_SIZE } from '../model/flag-set-size.ts';
import { LIMITS } from '../model/limits.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';
import { insertConfiguration } from '../store/flags/configuration-writer.ts';
import { measureFlag } from '../store/flags/flag-set-sizes.ts';
import { countFlags, type FlagFields, type FlagRow, findFlag, insertFlag } from '../store/flags/flags.ts';
import type { Change } from './change.ts';
import { type InitialValues, initialConfiguration } from './configuration/initial-configuration.ts';
import { validateInitialValues } from './configuration/validate-initial-values.ts';
import { auditedFlag, flagResource } from './flag-audit.ts';
import { assertWithinFlagSetLimits } from './flag-set-limits.ts';

export interface NewFlag extends FlagFields, InitialValues {
  readonly key: string;
  readonly type: FlagType;
}

/** Adds a flag with its initial configuration in every environment of the project. */
export async function addFlag(
  change: Change,
  projectId: string,
  flag: NewFlag,
  randomUuid: () => string,
): Promise<FlagRow> {
  await change.lockProject(projectId);
  const environments = await change.lockEnvironments(projectId);
  if (environments.length === 0) {
    throw new RequestError(
      'CONFLICT',
      'The project has no environment. Create an environment first, then the flag.',
    );
  }
  if (await findFlag(change.tx, projectId, flag.key)) {
    throw new RequestError('CONFLICT', `There is a flag "${flag.key}" already.`);
  }
  if ((await countFlags(change.tx, projectId)) >= LIMITS.flagsPerProject) {
    throw new RequestError('CONFLICT', `A project has at most ${LIMITS.flagsPerProject} flags.`);
  }
  const faults = validateInitialValues(flag.type, flag);
  if (faults.length > 0) throw invalidRequest(faults);

  const { userId } = change.caller;
  const versions = await change.takeVersions(environments.map((environment) => environment.id));
  const row = await insertFlag(change.tx, projectId, userId, flag);
  for (const [environmentId, version] of versions) {
    const configuration = initialConfiguration(flag.type, flag, randomUuid);
    const target = { projectId, flagId: row.id, environmentId };
    await insertConfiguration(change.tx, target, configuration, { version, userId });
  }
  const size = await measureFlag(change.tx, row.id);
  await assertWithinFlagSetLimits(change, [...versions.keys()], EMPTY_SIZE, size);
  const { variations, defaultValue } = initialConfiguration(flag.type, flag, randomUuid);
  change.audit('create', flagResource(projectId, row.id), {
    newValue: { ...auditedFlag(row), variations, defaultValue },
  });
  return row;
}
