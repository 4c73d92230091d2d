import type { Announcements, UniqueIdentifier } from '@dnd-kit/core';

/**
 * What screen readers say while a rule is dragged.
 *
 * @param placeOf the place of a rule, from 0
 */
export function dragAnnouncements(placeOf: (id: UniqueIdentifier) => number, count: number): Announcements {
  const name = (id: UniqueIdentifier) => `Rule ${placeOf(id) + 1}`;
  return {
    onDragStart: ({ active }) => `${name(active.id)} of ${count} is picked up.`,
    onDragOver: ({ active, over }) =>
      over === null ? undefined : `${name(active.id)} is over place ${placeOf(over.id) + 1} of ${count}.`,
    onDragEnd: ({ active, over }) =>
      over === null
        ? `${name(active.id)} stays.`
        : `${name(active.id)} is moved to place ${placeOf(over.id) + 1}.`,
    onDragCancel: ({ active }) => `${name(active.id)} stays where it was.`,
  };
}
