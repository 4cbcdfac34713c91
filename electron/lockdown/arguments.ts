/** Switches that open the program to whoever can reach it, or take its walls down. */
const FORBIDDEN = [
  /^--inspect(-|=|$)/,
  /^--remote-debugging-/,
  /^--remote-allow-origins/,
  /^--debug(-|=|$)/,
  /^--no-sandbox$/,
  /^--disable-setuid-sandbox$/,
  /^--disable-web-security$/,
  /^--disable-site-isolation/,
  /^--allow-running-insecure-content$/,
  /^--load-extension/,
  /^--js-flags/,
  /^--proxy-/,
  /^--host-(resolver-)?rules/,
  /^--ignore-certificate-errors/,
  /^--user-data-dir/,
  /^--renderer-cmd-prefix/,
  /^--gpu-launcher/,
  /^--utility-cmd-prefix/,
  /^(-r|--require|--import|--loader|--experimental-loader)(=|$)/,
];

/** The first argument that a production kiosk refuses to start with, or null. Chromium also takes one hyphen for two. */
export function findForbiddenArgument(args: readonly string[]): string | null {
  for (const arg of args) {
    const plain = arg.trim().toLowerCase();
    const doubled = plain.replace(/^-(?=[a-z]{2})/, '--');
    if (FORBIDDEN.some((rule) => rule.test(plain) || rule.test(doubled))) return arg;
  }
  return null;
}

/** True when a production kiosk may start with these arguments. */
export function isAllowedArgument(args: readonly string[]): boolean {
  return findForbiddenArgument(args) === null;
}

/** Variables that carry the same switches through the environment. They are taken out before a child is started. */
const FORBIDDEN_ENVIRONMENT =
  /^(NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_REPL_.*|ELECTRON_.*|LD_PRELOAD|GTK_MODULES|CHROME_.*|GOOGLE_API_KEY)$/;

/** The environment without the variables that change how Node, Electron or Chromium run. */
export function cleanEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !FORBIDDEN_ENVIRONMENT.test(name)) kept[name] = value;
  return kept;
}
