/** The visit of one node in Tarjan's algorithm. */
interface Visit {
  readonly key: string;
  readonly next: Iterator<string>;
  readonly order: number;
  low: number;
}

/**
 * The strongly connected components of a graph, each one after those it refers to (Tarjan, "Depth-first search and linear
 * graph algorithms", 1972). Two keys are in one component exactly if each of them reaches the other: they are on a cycle.
 * Iterative, so a graph of any depth is fine.
 *
 * @param referencesOf the keys that a key refers to; they need not be among `keys`
 */
export function stronglyConnectedComponents(
  keys: Iterable<string>,
  referencesOf: (key: string) => readonly string[],
): readonly (readonly string[])[] {
  const components: string[][] = [];
  const orders = new Map<string, number>();
  const stack: string[] = [];
  const isOnStack = new Set<string>();
  const visits: Visit[] = [];

  const enter = (key: string): void => {
    const order = orders.size;
    orders.set(key, order);
    stack.push(key);
    isOnStack.add(key);
    visits.push({ key, next: referencesOf(key)[Symbol.iterator](), order, low: order });
  };
  const leave = (visit: Visit): void => {
    visits.pop();
    const parent = visits.at(-1);
    if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
    if (visit.low !== visit.order) return;
    const component = stack.splice(stack.lastIndexOf(visit.key));
    for (const key of component) isOnStack.delete(key);
    components.push(component);
  };

  for (const key of keys) {
    if (!orders.has(key)) enter(key);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { done, value } = visit.next.next();
      if (done === true) leave(visit);
      else if (!orders.has(value)) enter(value);
      else if (isOnStack.has(value)) visit.low = Math.min(visit.low, orders.get(value) ?? visit.low);
    }
  }
  return components;
}
