// Loaded before everything else, so it must run on any Node that npm itself runs on.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `tongban: needs Node 24, this is ${process.version}. "npm ci" brings one for Linux (x64, arm64); start by "npm start". ` +
      'On other systems install Node 24 yourself.\n',
  );
  process.exit(1);
}
