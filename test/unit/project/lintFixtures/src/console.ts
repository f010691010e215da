import type { window } from "vscode"; // layers

console.log("a"); // no-console
export const later = import("../azure/other.ts"); // no-restricted-syntax
export type Window = typeof window;
