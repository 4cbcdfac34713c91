/**
 * The walls of the house as an import graph: one rule a row of the table of layers. `tests/unit/tooling/walls.test.ts`
 * plants a forbidden import for each and sees this file notice it.
 */

/** Rooms of the host that know the business. */
const BUSINESS =
  '^electron/(store|queue|catalogue|cases|regions|journey|documents|locker|payments|printing|technician|fleet|desk|supervisor|cli)/';
const PURE = '^electron/(contract|core)/';
const ROOMS =
  'browser-shell|cases|catalogue|ciphers|cli|contract|core|demo|desk|documents|fleet|help|journey|lockdown|locker|logging|payments|phone|printing|profile|queue|regions|sealed-file|shell|signing|store|supervisor|technician';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule('no-circle', 'No import runs in a circle.', {}, { circular: true }),
    rule('resolvable', 'Every import finds something.', {}, { couldNotResolve: true }),

    rule(
      'pure-no-runtime',
      'contract, core and the journey machine run anywhere: no Node, no React, no Electron.',
      { path: [PURE, '^electron/journey/(machine|views?)'] },
      {
        path: ['^node:', '^(electron|react|react-dom)$', 'node_modules/(electron|react|react-dom)/'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'pure-no-node',
      'contract and core import nothing of Node.',
      { path: [PURE, '^electron/journey/(machine|views?)'] },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'pure-knows-pure',
      'contract and core know each other and nothing else of the house; the machine knows no store and no device.',
      { path: PURE },
      { path: '^(electron|native-bridge|renderer)/', pathNot: PURE },
    ),
    rule(
      'machine-knows-pure',
      'The journey machine knows no store and no device driver.',
      { path: '^electron/journey/(machine|views?)' },
      {
        path: [
          '^electron/(store|queue|cases|regions|documents|printing|shell|browser-shell|demo)/',
          '^native-bridge/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    ),

    rule(
      'renderer-no-node',
      'Screens are sandboxed: no Node.',
      { path: '^renderer/' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'renderer-knows-contract',
      'Of the host, screens know the contract and the pure core.',
      { path: '^renderer/' },
      { path: ['^electron/', '^native-bridge/', 'node_modules/electron/'], pathNot: PURE },
    ),
    rule(
      'renderer-takes-types',
      'Of the contract, screens take types: its schemas bring a library along that the content security policy stops.',
      { path: '^renderer/' },
      { path: '^electron/contract/', dependencyTypesNot: ['type-only'] },
    ),

    rule(
      'bridge-knows-core',
      'Drivers know the pure core alone.',
      { path: '^native-bridge/' },
      { path: ['^electron/', '^renderer/', 'node_modules/electron/'], pathNot: '^electron/core/' },
    ),
    rule(
      'serialport-in-one-place',
      'serialport only behind the transport port.',
      { pathNot: '^native-bridge/transport/serial\\.ts$' },
      { path: ['node_modules/(serialport|@serialport)/', '^serialport$'] },
    ),
    rule(
      'devices-apart',
      'A device never imports another device.',
      { path: '^native-bridge/devices/([^/]+)/' },
      { path: '^native-bridge/devices/', pathNot: '^native-bridge/devices/$1/' },
    ),

    rule(
      'electron-in-one-place',
      'Only electron/shell imports electron.',
      { pathNot: '^(electron/shell/|tests/unit/shell/)' },
      { path: ['node_modules/electron/', '^electron$'] },
    ),
    rule(
      'host-knows-no-screen',
      'The host imports no screens.',
      { path: '^electron/' },
      { path: ['^renderer/', 'node_modules/(react|react-dom)/'] },
    ),
    rule(
      'sqlite-in-one-place',
      'The SQLite driver only in the store.',
      { path: '^(electron|native-bridge|renderer)/', pathNot: '^electron/store/' },
      { path: ['node_modules/better-sqlite3/', '^(node:)?sqlite$'] },
    ),
    rule(
      'printing-knows-store-and-devices',
      'The print service knows the store and the devices: what is printed, and for whom, others know.',
      { path: '^electron/printing/' },
      { path: ['^electron/', '^renderer/'], pathNot: '^electron/(printing|core|store)/' },
    ),
    rule(
      'locker-knows-store-and-devices',
      'The locker knows its cells, the store and the device: whose case it is, others know.',
      { path: '^electron/locker/' },
      { path: ['^electron/', '^renderer/'], pathNot: '^electron/(locker|core|store)/' },
    ),
    rule(
      'phone-knows-core',
      'The page for phones knows the pure core alone: there is no way from it to anything else.',
      { path: '^electron/phone/' },
      { path: ['^electron/', '^native-bridge/', '^renderer/'], pathNot: '^electron/(phone|core)/' },
    ),
    rule(
      'mrz-knows-core',
      'What reads pictures knows the pure core alone: there is no way from it to a disk of ours or a line.',
      { path: '^electron/mrz/' },
      { path: ['^electron/', '^native-bridge/', '^renderer/'], pathNot: '^electron/(mrz|core)/' },
    ),
    rule(
      'adapters-apart',
      'Adapters never import store, devices or each other.',
      { path: '^electron/regions/adapters/([^/]+)/' },
      {
        path: [
          '^electron/(store|queue|cases|journey|documents|printing)/',
          '^native-bridge/',
          '^electron/regions/adapters/',
        ],
        pathNot: '^electron/regions/adapters/$1/',
      },
    ),
    rule(
      'shells-know-no-business',
      'Shells know the host by its entry, the profile, the rules and the log.',
      { path: '^electron/(shell|browser-shell)/' },
      {
        path: [
          BUSINESS,
          '^electron/demo/',
          '^native-bridge/',
          '^renderer/',
          '^electron/host(-router)?\\.ts$',
        ],
      },
    ),
    rule(
      'shells-apart',
      'The two shells do not know each other.',
      { path: '^electron/(shell|browser-shell)/' },
      { path: '^electron/(shell|browser-shell)/', pathNot: '^electron/$1/' },
    ),
    rule(
      'lockdown-is-rules',
      'Lock-down rules are pure functions over the core.',
      { path: '^electron/lockdown/' },
      { path: ['^electron/', '^native-bridge/', '^renderer/'], pathNot: '^electron/(lockdown|core)/' },
    ),
    rule(
      'lockdown-no-node',
      'Lock-down rules need nothing of Node.',
      { path: '^electron/lockdown/' },
      { dependencyTypes: ['core'] },
    ),

    rule(
      'demo-stays-demo',
      'Nothing but the demo imports the demo, emulators, sandbox backends or fault injectors.',
      {
        path: '^(electron|native-bridge|renderer)/',
        // `npm run region -- conformance` plays regions.
        pathNot: [
          '^electron/demo/',
          '/emulator[^/]*\\.ts$',
          '/emulator/',
          '^native-bridge/cli/',
          '^electron/cli/region/conformance\\.ts$',
        ],
      },
      {
        path: ['^electron/demo/', '^native-bridge/.*/emulator', '^native-bridge/.*faulty', '/sandbox-[^/]+/'],
      },
    ),
    rule(
      'tests-stay-tests',
      'The product never imports its tests.',
      { path: '^(electron|native-bridge|renderer)/' },
      { path: '^tests/' },
    ),
    rule(
      'by-the-front-door',
      'Neighbours of the host import a room by its index.ts. (A schema alone may be taken from the profile.)',
      { path: `^electron/(${ROOMS})/` },
      {
        path: `^electron/(${ROOMS})/`,
        pathNot: [
          '^electron/$1/',
          `^electron/(${ROOMS})/index\\.ts$`,
          '^electron/demo/(sandbox-[^/]+|conformance)/index\\.ts$',
        ],
      },
    ),
    rule(
      'bridge-by-the-front-door',
      'The host knows the devices by native-bridge/index.ts; the demo also plays their emulators.',
      { path: '^electron/', pathNot: '^electron/demo/' },
      { path: '^native-bridge/', pathNot: ['^native-bridge/index\\.ts$', '/types\\.ts$'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|test-results)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
    progress: { type: 'none' },
  },
};
