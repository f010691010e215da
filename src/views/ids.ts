/** The view's id, as in package.json. */
export const SESSIONS_VIEW = "bastionSessions.sessions";
