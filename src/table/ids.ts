/** The type of the table's editor tab, as in package.json's activation event. */
export const TABLE_VIEW = "bastionSessions.table";
