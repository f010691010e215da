// Stands in for @vscode/native-watchdog, whose native module is not built here. It would end an extension host whose
// server has died; here the server and all that it started are ended together.
exports.start = () => {};
exports.exit = (code) => process.exit(code);
