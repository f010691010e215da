/** How often this process has started what takes seconds of processor time. */
export const starts = { servers: 0, windows: 0 };

/** The counts in words, for the closing lines of a run. */
export function startsText(): string {
  return `${starts.servers} VS Code servers, ${starts.windows} windows`;
}
