import type { CompiledFlag, CompiledFlagSet } from '../../../shared/evaluation/index.ts';
import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';

/** The flags that keys of a kind may see. */
export type VisibleFlags = (kind: SdkKeyKind, set: CompiledFlagSet) => readonly CompiledFlag[];

interface Lists {
  readonly all: readonly CompiledFlag[];
  readonly clientSide: readonly CompiledFlag[];
}

/** Listed once for each flag set, so that hidden flags cost an answer for a client key no time. */
export function createVisibleFlags(): VisibleFlags {
  const listed = new WeakMap<CompiledFlagSet, Lists>();
  return (kind, set) => {
    let lists = listed.get(set);
    if (lists === undefined) {
      const all = [...set.flags.values()];
      lists = { all, clientSide: all.filter(({ clientSide }) => clientSide) };
      listed.set(set, lists);
    }
    return kind === 'client' ? lists.clientSide : lists.all;
  };
}
