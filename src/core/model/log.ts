/**
 * Where core/azure writes what it does. VS Code's LogOutputChannel fits.
 *
 * What goes in: methods, paths, statuses, request ids, codes, waits. What never does: a token, the query of a URL, a
 * user's name or address, a body.
 */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
