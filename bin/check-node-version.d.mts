export declare function nodeVersionError(version: string): string | undefined;
