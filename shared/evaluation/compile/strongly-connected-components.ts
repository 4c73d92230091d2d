/** A node of a graph as Tarjan's algorithm visits it. */
interface Visit {
  readonly key: string;
  readonly next: Iterator<string>;
  readonly order: number;
  low: number;
}

/**
 * The strongly connected components of a graph, each after those it refers to (Tarjan 1972). Two keys are in one
 * component exactly if each reaches the other, that is, if they are on a cycle. Iterative: a graph of any depth is fine.
 */
export function componentsInOrder(
  keys: Iterable<string>,
  referencesOf: (key: string) => readonly string[],
): readonly (readonly string[])[] {
  const components: string[][] = [];
  const orders = new Map<string, number>();
  const pending: string[] = [];
  const isPending = new Set<string>();
  const trail: Visit[] = [];

  const enter = (key: string): void => {
    const order = orders.size;
    orders.set(key, order);
    pending.push(key);
    isPending.add(key);
    trail.push({ key, next: referencesOf(key)[Symbol.iterator](), order, low: order });
  };
  const leave = (visit: Visit): void => {
    trail.pop();
    const parent = trail.at(-1);
    if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
    if (visit.low !== visit.order) return;
    const component = pending.splice(pending.lastIndexOf(visit.key));
    for (const key of component) isPending.delete(key);
    components.push(component);
  };

  for (const key of keys) {
    if (!orders.has(key)) enter(key);
    for (let visit = trail.at(-1); visit !== undefined; visit = trail.at(-1)) {
      const { done, value } = visit.next.next();
      if (done === true) leave(visit);
      else if (!orders.has(value)) enter(value);
      else if (isPending.has(value)) visit.low = Math.min(visit.low, orders.get(value) ?? visit.low);
    }
  }
  return components;
}
