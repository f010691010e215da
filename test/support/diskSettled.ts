import { settle } from "./virtualTime.ts";

/** In a row without a file operation under way: what has just ended may begin another. */
const QUIET_TURNS = 3;

/**
 * Resolves when this process waits for no file operation any longer, so that all that happens now waits for a driven clock.
 * Not for code that waits for anything else, such as a socket.
 */
export async function diskSettled(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
    await settle();
    if (process.getActiveResourcesInfo().some((name) => name.startsWith("FSReq") || name === "CloseReq")) {
      quiet = -1;
    }
  }
}
