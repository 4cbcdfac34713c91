export interface ChromiumSettings {
  /** Address of the first page. Its token is in the fragment: the fragment never leaves the browser. */
  readonly url: string;
  /** A directory of our own that is thrown away after the run. */
  readonly userDataDir: string;
  /** `kiosk`: full screen, nothing else. `window`: a plain window of the given size, for the demo on a desk. */
  readonly mode: 'kiosk' | { readonly width: number; readonly height: number; readonly left: number };
  /** Only for the demo run by root, where Chromium's sandbox refuses to work. */
  readonly withoutSandbox: boolean;
}

/**
 * Command line of the browser shell's Chromium. Switches that no longer exist in Chromium 156
 * (`--disable-session-crashed-bubble`, `--disable-translate`, `--block-new-web-contents`) are left out on purpose.
 */
export function chromiumFlags(settings: ChromiumSettings): string[] {
  const { mode } = settings;
  return [
    `--user-data-dir=${settings.userDataDir}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--hide-crash-restore-bubble',
    '--disable-breakpad',
    '--disable-component-update',
    '--disable-background-networking',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-pinch',
    '--disable-features=Translate,OptimizationHints,MediaRouter,InterestFeedContentSuggestions,GlobalMediaControls',
    '--overscroll-history-navigation=0',
    '--password-store=basic',
    '--deny-permission-prompts',
    '--no-pings',
    ...(settings.withoutSandbox ? ['--no-sandbox', '--test-type'] : []),
    ...(mode === 'kiosk'
      ? ['--kiosk', settings.url]
      : [
          `--window-size=${mode.width},${mode.height}`,
          `--window-position=${mode.left},0`,
          `--app=${settings.url}`,
        ]),
  ];
}

/**
 * Managed policies for a machine whose shell is Chromium; they belong into `/etc/chromium/policies/managed/tongban.json`
 * (root, 0644). They close what a command line cannot: Chromium in kiosk mode on Linux still takes Ctrl+T. On a machine with
 * a document camera our origin, and no other, gets pictures without being asked; nobody gets sound.
 */
export function chromiumPolicies(ownOrigin: string, documentCamera?: string): Record<string, unknown> {
  return {
    URLBlocklist: ['*', 'chrome://*', 'file://*', 'view-source:*', 'javascript:*', 'data:*'],
    URLAllowlist: [ownOrigin],
    DeveloperToolsAvailability: 2,
    RemoteDebuggingAllowed: false,
    IncognitoModeAvailability: 1,
    BookmarkBarEnabled: false,
    EditBookmarksEnabled: false,
    SpellcheckEnabled: false,
    SpellCheckServiceEnabled: false,
    AutofillAddressEnabled: false,
    AutofillCreditCardEnabled: false,
    PasswordManagerEnabled: false,
    PrintingEnabled: false,
    DownloadRestrictions: 3,
    AllowFileSelectionDialogs: false,
    DefaultFileSystemReadGuardSetting: 2,
    DefaultFileSystemWriteGuardSetting: 2,
    DefaultPopupsSetting: 2,
    TranslateEnabled: false,
    LensRegionSearchEnabled: false,
    DefaultSearchProviderEnabled: false,
    SSLErrorOverrideAllowed: false,
    BrowserSignin: 0,
    SyncDisabled: true,
    PromotionsEnabled: false,
    // Chromium would say on the screen that --no-sandbox and the like are unsafe; a kiosk's citizen can do nothing with it.
    CommandLineFlagSecurityWarningsEnabled: false,
    ExtensionInstallBlocklist: ['*'],
    BrowserGuestModeEnabled: false,
    BrowserAddPersonEnabled: false,
    TaskManagerEndProcessEnabled: false,
    DefaultNotificationsSetting: 2,
    DefaultGeolocationSetting: 2,
    VideoCaptureAllowed: false,
    ...(documentCamera !== undefined && { VideoCaptureAllowedUrls: [ownOrigin] }),
    AudioCaptureAllowed: false,
    ScreenCaptureAllowed: false,
    DefaultWebUsbGuardSetting: 2,
    DefaultWebHidGuardSetting: 2,
    DefaultSerialGuardSetting: 2,
    DefaultWebBluetoothGuardSetting: 2,
    AllowDinosaurEasterEgg: false,
    MetricsReportingEnabled: false,
    BackgroundModeEnabled: false,
  };
}

/**
 * What the throw-away profile directory starts with (`Default/Preferences`): the camera, alone, is given to our origin. No
 * prompt is ever shown (`--deny-permission-prompts`), so without this entry no page gets a camera; managed policies win over it.
 */
export function chromiumPreferences(ownOrigin: string, documentCamera?: string): Record<string, unknown> {
  if (documentCamera === undefined) return {};
  const given = { [`${ownOrigin},*`]: { setting: 1 } };
  return { profile: { content_settings: { exceptions: { media_stream_camera: given } } } };
}
