/** A process that writes to the journal in the folder it is given, says so, and goes on living until it is killed. */
import { Journal } from "../../../../src/core/journal/journal.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { confirmed, HOST_ID } from "./testJournal.ts";

const [folder = "", entry = ""] = process.argv.slice(2);
const journal = new Journal(folder, systemClock);
await journal.append(confirmed(entry, ["s1", "s2"]));
await journal.append({
  kind: "answered",
  entry,
  at: "2026-03-01T10:00:01.000Z",
  hostId: HOST_ID,
  results: [{ sessionId: "s1", verdict: "failed" }],
});
console.log("written");
setInterval(() => undefined, 1_000);
