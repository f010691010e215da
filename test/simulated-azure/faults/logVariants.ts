/** The shapes in which Azure answers a query of the audit log; carried out by routes/auditLog.ts. */
export type LogVariant =
  | "value"
  /** The columns come in another order than the query asks for. */
  | "columnsReversed"
  /** The table was created before it had `UserEmail` and `ResourceType`. */
  | "oldTable"
  /** Columns that the query asks for are missing all the same. */
  | "withoutColumns"
  /** Another table comes before the rows. */
  | "severalTables"
  /** The second half of the rows is missing, with an error beside them that says so. */
  | "partial"
  /** The rows are there, and values of some of them are of no type that they should have; between them come no rows at all. */
  | "oddRows"
  /** Columns without a name, and one that isn't even an object, come before the others. */
  | "oddColumns"
  | "noTable"
  /** 204. */
  | "noContent"
  /** 200 without a body. */
  | "emptyBody";
