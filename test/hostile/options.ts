/** Whether `npm run test:hostile -- --full` runs, which sends more inputs for longer. */
export function isFull(): boolean {
  return process.env.HOSTILE_FULL === 'true';
}

/** Prints what an attack cost with `npm run test:hostile -- --costs`. */
export function reportCost(name: string, cost: unknown): void {
  if (process.env.HOSTILE_COSTS === 'true') console.log(`${name}: ${JSON.stringify(cost)}`);
}
