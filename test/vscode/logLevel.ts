/**
 * Makes the extension's log as wordy as it can be. So it stands in the payload of a page's address, from which VS Code in a
 * browser reads it in every mode; a desktop takes the same value by `--log`.
 */
export const extensionLogAtTrace = ["logLevel", "bastion-sessions.bastion-sessions=trace"] as const;
