import { historyAnswer, readWantedConnections, type Endings } from "../../core/answers/historyAnswer.ts";
import { hostsAnswer, readHostName } from "../../core/answers/hostsAnswer.ts";
import type { AnswerSource } from "../../core/answers/missingParts.ts";
import { sessionsAnswer } from "../../core/answers/sessionsAnswer.ts";
import { BUSY, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import {
  disconnectDefinition,
  DIAGNOSE,
  HISTORY,
  LIST_HOSTS,
  LIST_SESSIONS,
  type ToolDefinition,
} from "../../core/answers/toolDefinitions.ts";
import { readWantedEntries } from "../../core/answers/toolInput.ts";
import { isLoggedField } from "../../core/model/session/sessionFields.ts";
import { diagnosisAnswer } from "./diagnosisAnswer.ts";
import { disconnectAnswer, type DisconnectAccess } from "./disconnectAnswer.ts";
import { fleetSource } from "./fleetSource.ts";
import type { RecentFleet } from "./recentFleet.ts";

/** A tool: its description for the client, and what it does. */
export interface McpTool {
  readonly definition: ToolDefinition;
  readonly run: (fleet: RecentFleet, input: unknown, signal: AbortSignal) => Promise<ToolAnswer>;
}

/** The tools that change nothing. */
export const READING_TOOLS: readonly McpTool[] = [
  { definition: LIST_HOSTS, run: listHosts },
  { definition: LIST_SESSIONS, run: listSessions },
  { definition: HISTORY, run: readHistory },
  { definition: DIAGNOSE, run: diagnosisAnswer },
];

/** The tool that asks the user, one question at a time. */
export function disconnectTool(access: DisconnectAccess): McpTool {
  let isOpen = false;
  return {
    definition: disconnectDefinition(access.max),
    run: async (fleet, input, signal) => {
      if (isOpen) {
        return BUSY;
      }
      isOpen = true;
      try {
        return await disconnectAnswer(access, fleet, input, signal);
      } finally {
        isOpen = false;
      }
    },
  };
}

async function listHosts(fleet: RecentFleet, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const name = readHostName(input);
  return typeof name === "string" ? hostsAnswer(await sourceOf(fleet, signal), name) : name;
}

async function listSessions(fleet: RecentFleet, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const wanted = readWantedEntries(input, isLoggedField);
  return "outcome" in wanted ? wanted : sessionsAnswer(await sourceOf(fleet, signal), wanted, signal);
}

async function readHistory(fleet: RecentFleet, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const wanted = readWantedConnections(input);
  return "outcome" in wanted
    ? wanted
    : historyAnswer(await sourceOf(fleet, signal), wanted, () => Promise.resolve(FROM_LOG_ONLY), signal);
}

/** Sessions aren't listed for the history: each list is an entry in the Activity Log. */
const FROM_LOG_ONLY: Endings = { isLive: () => false, disconnector: () => undefined };

async function sourceOf(recent: RecentFleet, signal: AbortSignal): Promise<AnswerSource> {
  return fleetSource(recent, await recent.open(signal));
}
