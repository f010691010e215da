import type { LogReading } from "../../history/attribution.ts";
import type { FoldedRecords } from "../../history/fold.ts";
import type { Identity } from "../../model/identity.ts";

/** What Azure's audit log has of one host, as far as live sessions are concerned, and how it was read. */
export interface HostLog extends LogReading, Pick<FoldedRecords, "connections"> {
  /** Failed sign-ins, and when else people used an account. */
  readonly failures: FoldedRecords["failures"];
  /** The log's IDs are those of sessions elsewhere, see {@link AttributionInput.idsAgree}. */
  readonly idsAgree?: boolean;
  /** Who was answered, or refused. */
  readonly actor?: Identity;
}
