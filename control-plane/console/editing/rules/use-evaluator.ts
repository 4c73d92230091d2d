import { useQuery } from '@tanstack/react-query';

const loadEvaluator = () => import('../../../../shared/evaluation/index.ts');

/** The evaluator that edges run. */
export type Evaluator = Awaited<ReturnType<typeof loadEvaluator>>;

/** The evaluator, loaded when it is first needed; `undefined` until then. */
export function useEvaluator(isNeeded: boolean): Evaluator | undefined {
  return useQuery({
    queryKey: ['evaluator'],
    queryFn: loadEvaluator,
    enabled: isNeeded,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}
