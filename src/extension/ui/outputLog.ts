import type { LogOutputChannel } from "vscode";

type Level = "trace" | "debug" | "info" | "warn" | "error";

/** The channel as a log that falls silent at the end: requests that are stopped then still have their say, and a closed channel throws. */
export function outputLog(channel: LogOutputChannel, end: AbortSignal): Pick<LogOutputChannel, Level> {
  const write = (level: Level) => (message: string) => {
    if (!end.aborted) {
      channel[level](message);
    }
  };
  return {
    trace: write("trace"),
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };
}
