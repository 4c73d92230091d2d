/** Serves `on` to half of all users, and `off` to the others. */
export const HALF_AND_HALF = {
  priority: 1,
  description: 'half of all users',
  conditions: [],
  serve: {
    rollout: {
      variations: [
        { variation: 'on', weight: 50_000 },
        { variation: 'off', weight: 50_000 },
      ],
    },
  },
} as const;
