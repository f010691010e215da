/** Stands in the bundles for an optional module of a library. */
module.exports = {};
