/** The same file once more under another name, so that only what is taken from it by name goes into the first script. */
declare module '*/screens.json?first' {
  export const home: Readonly<Record<string, string>>;
  export const matters: Readonly<Record<string, string>>;
}
