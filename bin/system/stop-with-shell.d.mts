export declare function stopWithShell(): void;
