/** Every id of package.json that code names; a test holds the two equal. */

/** The tree. */
export const SESSIONS_VIEW = "bastionSessions.sessions";

/** The type of the table's editor tab, as in the activation event. */
export const TABLE_VIEW = "bastionSessions.table";

/** The walkthrough, as VS Code names it: the extension, and the walkthrough's own id. */
export const WALKTHROUGH = "bastion-sessions.bastion-sessions#getStarted";

/** The setting that holds the watch rules. */
export const WATCH_RULES = "bastionSessions.watch.rules";
/** The status bar item of watch hits. */
export const WATCH_STATUS = "bastionSessions.watchStatus";

/** Every command. */
export const CommandId = {
  refresh: "bastionSessions.refresh",
  refreshHost: "bastionSessions.refreshHost",
  refreshSubscription: "bastionSessions.refreshSubscription",
  deleteSession: "bastionSessions.deleteSession",
  disconnectHost: "bastionSessions.disconnectHost",
  disconnectTarget: "bastionSessions.disconnectTarget",
  disconnectUser: "bastionSessions.disconnectUser",
  disconnectPerson: "bastionSessions.disconnectPerson",
  disconnectMatching: "bastionSessions.disconnectMatching",
  cleanUpLeftovers: "bastionSessions.cleanUpLeftovers",
  openJournal: "bastionSessions.openJournal",
  exportJournal: "bastionSessions.exportJournal",
  deleteJournal: "bastionSessions.deleteJournal",
  tellIfTheyReturn: "bastionSessions.tellIfTheyReturn",
  reviewLinksOfDocument: "bastionSessions.reviewLinksOfDocument",
  exportIncident: "bastionSessions.exportIncident",
  copySessionId: "bastionSessions.copySessionId",
  copyTargetIp: "bastionSessions.copyTargetIp",
  copyResourceId: "bastionSessions.copyResourceId",
  copyLink: "bastionSessions.copyLink",
  openInPortal: "bastionSessions.openInPortal",
  connectInTerminal: "bastionSessions.connectInTerminal",
  copyConnectCommand: "bastionSessions.copyConnectCommand",
  copyRuleAsAlert: "bastionSessions.copyRuleAsAlert",
  reviewShareableLinks: "bastionSessions.reviewShareableLinks",
  retry: "bastionSessions.retry",
  signIn: "bastionSessions.signIn",
  signInToTenant: "bastionSessions.signInToTenant",
  signInAgain: "bastionSessions.signInAgain",
  hideTenant: "bastionSessions.hideTenant",
  showHiddenTenants: "bastionSessions.showHiddenTenants",
  manageAccounts: "bastionSessions.manageAccounts",
  whatWasSearched: "bastionSessions.whatWasSearched",
  openCloudSettings: "bastionSessions.openCloudSettings",
  findSession: "bastionSessions.findSession",
  filterSessions: "bastionSessions.filterSessions",
  clearFilter: "bastionSessions.clearFilter",
  groupBy: "bastionSessions.groupBy",
  sortHostsBy: "bastionSessions.sortHostsBy",
  selectSubscriptions: "bastionSessions.selectSubscriptions",
  turnAutoRefreshOn: "bastionSessions.turnAutoRefreshOn",
  turnAutoRefreshOff: "bastionSessions.turnAutoRefreshOff",
  openTable: "bastionSessions.openTable",
  openHistory: "bastionSessions.openHistory",
  tableDetails: "bastionSessions.tableDetails",
  tableReveal: "bastionSessions.tableReveal",
  tableCopy: "bastionSessions.tableCopy",
  tableCopyLink: "bastionSessions.tableCopyLink",
  tableExport: "bastionSessions.tableExport",
  tableDelete: "bastionSessions.tableDelete",
  tableIncident: "bastionSessions.tableIncident",
  addWatchRule: "bastionSessions.addWatchRule",
  watchSession: "bastionSessions.watchSession",
  watchUser: "bastionSessions.watchUser",
  watchPerson: "bastionSessions.watchPerson",
  watchHost: "bastionSessions.watchHost",
  editWatchRules: "bastionSessions.editWatchRules",
  pauseWatch: "bastionSessions.pauseWatch",
  resumeWatch: "bastionSessions.resumeWatch",
  showAttention: "bastionSessions.showAttention",
  snoozeWatch: "bastionSessions.snoozeWatch",
  endSnooze: "bastionSessions.endSnooze",
  disconnectHits: "bastionSessions.disconnectHits",
  showLog: "bastionSessions.showLog",
  diagnose: "bastionSessions.diagnose",
  copyRole: "bastionSessions.copyRole",
  copyCommand: "bastionSessions.copyCommand",
  copyTicket: "bastionSessions.copyTicket",
  openReportJson: "bastionSessions.openReportJson",
  getStarted: "bastionSessions.getStarted",
} as const;

export type CommandId = (typeof CommandId)[keyof typeof CommandId];

/** Every tool for language models. */
export const ToolId = {
  listHosts: "bastionSessions_listHosts",
  listSessions: "bastionSessions_listSessions",
  history: "bastionSessions_history",
  diagnose: "bastionSessions_diagnose",
  disconnect: "bastionSessions_disconnect",
} as const;

export type ToolId = (typeof ToolId)[keyof typeof ToolId];
