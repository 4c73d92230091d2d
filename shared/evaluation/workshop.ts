import { type AttributePath, attributePath } from './attribute.ts';
import { type PatternCompiler, rememberingCompiler } from './pattern.ts';

/** What one compilation shares among all that it compiles: the same attributes and patterns come again and again. */
export interface Workshop {
  readonly patterns: PatternCompiler;
  readonly pathOf: (attribute: string) => AttributePath;
}

export function openWorkshop(): Workshop {
  const paths = new Map<string, AttributePath>();
  return {
    patterns: rememberingCompiler(),
    pathOf: (attribute) => {
      const known = paths.get(attribute);
      if (known !== undefined) return known;
      const path = attributePath(attribute);
      paths.set(attribute, path);
      return path;
    },
  };
}
