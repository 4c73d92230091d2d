/** The parts of the benchmark that call our evaluator. For `--against` they are bundled with the evaluator of another checkout. */
export { measureCompileTimes } from './compile-time.ts';
export { ours } from './our-engine.ts';
