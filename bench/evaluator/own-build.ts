/** What is measured of our evaluator. Bundled a second time with another checkout's evaluator for `--against`. */
export { measureCompileTimes } from './compile-time.ts';
export { ours } from './our-engine.ts';
