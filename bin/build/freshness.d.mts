export declare const BUILD_RECORD: string;
export declare function staleReason(root: string): string | undefined;
export declare function hashOf(path: string): string | undefined;
