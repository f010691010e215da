import type { Clock } from "../core/model/clock.ts";
import type { Terminal } from "./terminal.ts";

/** What a command runs in: the process, or a stand-in in tests. */
export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Ends what is under way: Ctrl+C. */
  readonly signal: AbortSignal;
  /** Does what Ctrl+C must not end halfway: the signal is aborted, and the process ends when this has. */
  readonly toItsEnd: <T>(work: () => Promise<T>) => Promise<T>;
  readonly version: string;
  /** Where confirmed endpoints are kept; `undefined` if the user has no home. */
  readonly trustFolder: string | undefined;
}
