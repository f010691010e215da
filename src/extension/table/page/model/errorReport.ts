import type { PageError } from "../../protocol.ts";

/** Errors that a page reports: each kind once, so that one in a loop doesn't fill the log. */
const MOST = 20;
/** The innermost places of a stack that are reported. */
const FRAMES = 8;

/** What a page tells of an error: no address of a script, which would name the user's home folder. */
export function errorReport(error: unknown): PageError {
  const {
    name,
    message,
    stack = "",
  } = error instanceof Error ? error : new Error(typeof error === "string" ? error : `thrown: ${typeof error}`);
  const frames = stack.matchAll(/([\w.-]+):(\d+):(\d+)\)?$/gmu);
  return { name, message, at: Array.from(frames, ([, ...place]) => place.join(":")).slice(0, FRAMES) };
}

/** Passes on reports, each once. */
export function oncePerError(send: (report: PageError) => void): (error: unknown) => void {
  const known = new Set<string>();
  return (error) => {
    const report = errorReport(error);
    const key = JSON.stringify([report.name, report.at]);
    if (!known.has(key) && known.size < MOST) {
      known.add(key);
      send(report);
    }
  };
}
