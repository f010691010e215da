import type { App } from "../app.ts";

/** Diagnoses a host or the search. The doctor is large and seldom called, so it's loaded with its first call. */
export async function diagnose(app: App, row?: unknown): Promise<void> {
  const { diagnose: run } = await import("./diagnoseCommand.ts");
  await run(app, row);
}
