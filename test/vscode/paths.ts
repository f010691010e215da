import { join } from "node:path";

/** The repository's root. */
export const root = join(import.meta.dirname, "..", "..");

/** Where everything fetched for tests lives: VS Code, a browser. Never committed, safe to delete. */
export const cacheDir = join(root, ".vscode-test");

/** Where tests leave what a person may want to look at: screenshots, logs, bundles of test code. */
export const outDir = join(root, "out");

/** The packaged extension, as `npm run package` writes it. */
export const vsixPath = join(root, "dist", "bastion-sessions.vsix");
