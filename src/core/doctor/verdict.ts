/** The outcome of a check. `unchecked`: it could not be made, with the reason; never taken for `ok`. */
export type CheckVerdict = "ok" | "note" | "warning" | "error" | "unchecked";

/** The worst first, as the report has them. */
export const CHECK_VERDICTS: readonly CheckVerdict[] = ["error", "warning", "unchecked", "note", "ok"];
