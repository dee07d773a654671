// The browser comes from the machine or from an npm package (pipeline/DECISIONS.md), never from a download at install.
module.exports = { skipDownload: true }
