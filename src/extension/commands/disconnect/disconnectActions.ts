/** Everything that disconnects sessions, loaded with the first of it: each module loaded later splits what is read at start. */
export { cleanUpLeftovers } from "./cleanUpLeftovers.ts";
export { deleteSession } from "./deleteSession.ts";
export { confirmAndDisconnect } from "./disconnect.ts";
export {
  disconnectHost,
  disconnectMatching,
  disconnectPerson,
  disconnectTarget,
  disconnectUser,
} from "./disconnectAll.ts";
export { disconnectHits } from "./disconnectHits.ts";
